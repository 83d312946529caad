#include "scenarios/report/html.h"

#include <sstream>

#include "scenarios/report/report_charts.h"
#include "tests/scenarios/report/page.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::test;

namespace {

std::string page_of(const std::string& name, const std::string& about, const std::string& repeat) {
  scenario::Scenario scenario = scenario::load_scenario("scenarios/s11-node-power-off.yaml");
  const scenario::Outcome outcome = scenario::run(scenario);
  std::ostringstream out;
  write_html(outcome, name, about, repeat, out);
  return out.str();
}

}  // namespace

TEST_CASE("text is escaped between tags and in attributes") {
  CHECK(report::escaped("<a href='x'>\"&\"</a>") == "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
  CHECK(report::escaped("three → 3\n") == "three → 3\n");
  CHECK(report::escaped(std::string_view("a\x1b[0m\0b", 7)) ==
        "a\xEF\xBF\xBD[0m\xEF\xBF\xBD"
        "b");
}

TEST_CASE("numbers have no trailing zeros") {
  CHECK(report::number(1.5) == "1.5");
  CHECK(report::number(100) == "100");
  CHECK(report::number(0.12345) == "0.123");
  CHECK(report::number(-0.0001) == "0");
}

TEST_CASE("an axis has round seconds, also before zero") {
  const report::TimeAxis axis{TimePoint{20s}, TimePoint{3s}, TimePoint{100s}};
  std::vector<double> labels;
  for (const TimePoint tick : axis.ticks()) labels.push_back(seconds(tick - axis.zero));
  CHECK(labels == std::vector<double>{-10, 0, 10, 20, 30, 40, 50, 60, 70, 80});
  CHECK(axis.percent(TimePoint{3s}) == "0%");
  CHECK(axis.percent(TimePoint{100s}) == "100%");
  CHECK(axis.percent(TimePoint{200s}) == "100%");
}

TEST_CASE("a run's page is well-formed, needs nothing from outside, and escapes what it is given") {
  const std::string page =
      page_of("<b>S11</b> & \"more\"", "</p><script>alert(1)</script>", "podium run 'a b'.yaml");
  CHECK(unbalanced_tag(page) == "");
  CHECK(page.find("<b>S11") == std::string::npos);
  CHECK(page.find("alert(1)</script>") == std::string::npos);
  CHECK(page.find("&lt;b&gt;S11&lt;/b&gt; &amp; &quot;more&quot;") != std::string::npos);
  CHECK(page.find("<span>run</span> <span>&#39;a</span> <span>b&#39;.yaml</span>") != std::string::npos);
  CHECK(page.find("http") == std::string::npos);
  CHECK(page.find("src=") == std::string::npos);
  CHECK(page.find("<link") == std::string::npos);
  CHECK(page.find("@import") == std::string::npos);
}

TEST_CASE("a run's page shows every expectation, node and pod, the fault, and the traffic") {
  const std::string page = page_of("S11", "about", "podium run x");
  CHECK(count(page, "<td data-is=\"wanted\">") == 5);
  CHECK(count(page, "<div class=\"row node\">") == 4);  // three workers and the control plane
  CHECK(count(page, "<div class=\"row pod\">") == 4);   // three, and one in the place of the lost
  CHECK(count(page, "class=\"terminating\"") >= 2);     // the legend's and the lost pod's
  CHECK(page.find("power off: machine/node-1") != std::string::npos);
  CHECK(page.find("<path class=\"failed\"") != std::string::npos);
  CHECK(count(page, ">why?</a>") > 5);
  CHECK(page.find("<path class=\"line p99\"") != std::string::npos);
}

TEST_CASE("a chart of too many pods leaves out first those that did not change") {
  report::LaneChart chart;
  chart.most = 2;
  const TimePoint start{}, settled{10s}, end{100s};
  for (int i = 0; i < 10; ++i) {
    PodLife pod{"default/pod-" + std::to_string(i), "node-1", start, end, start, false,
                {{PodState::kReady, start, end}}};
    if (i == 7)
      pod.spans = {{PodState::kReady, start, TimePoint{50s}}, {PodState::kRunning, TimePoint{50s}, end}};
    chart.pods.push_back(pod);
  }
  chart.nodes = {{"node-1", end, {{start, end}}, {}}, {"node-2", end, {{start, end}}, {}}};
  std::ostringstream out;
  report::write_lanes(chart, {settled, start, end}, out);
  const std::string page = out.str();
  CHECK(count(page, "<div class=\"row pod\">") == 2);
  CHECK(page.find("pod-7") != std::string::npos);
  CHECK(page.find("pod-0") != std::string::npos);
  CHECK(page.find("node-2") == std::string::npos);
  CHECK(page.find("8 more pods are not shown") != std::string::npos);
}

TEST_CASE("many marks are pale, so that they do not hide what they cross; near ones share a badge") {
  const report::TimeAxis axis{TimePoint{}, TimePoint{}, TimePoint{1000s}};
  report::LaneChart chart;
  for (int i = 0; i < 20; ++i) chart.marks.push_back({TimePoint{i * 10s}, true, "power off: machine/node-1"});
  std::ostringstream few, many;
  report::write_lanes(chart, axis, few);
  CHECK(count(few.str(), "<circle") == 4);  // 200 of 1000 seconds, one for each 55
  CHECK(count(few.str(), "class=\"over lines\"") == 1);
  for (int i = 20; i < 40; ++i) chart.marks.push_back({TimePoint{i * 10s}, true, "power on: machine/node-1"});
  report::write_lanes(chart, axis, many);
  CHECK(count(many.str(), "class=\"over lines many\"") == 1);
}
