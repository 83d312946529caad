// The native half of the package podium: a translation of Session, call by call. What is pleasant to
// use is made of it in podium/*.py, which also sees to it that one thread at a time is in a session.
#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include "python/native/runs.h"
#include "python/native/session.h"

namespace py = pybind11;

namespace podium::python {
namespace {

// Outputs of containers may hold anything; a report is no place to fail for that.
py::str text(const std::string& bytes) {
  PyObject* decoded = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "replace");
  if (decoded == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::str>(decoded);
}

py::list rows(const std::vector<EventRow>& events) {
  py::list list;
  for (const EventRow& e : events) {
    py::dict row;
    row["time"] = e.time;
    row["category"] = e.category;
    row["component"] = text(e.component);
    row["subject"] = text(e.subject);
    row["text"] = text(e.text);
    row["id"] = e.id;
    row["cause"] = e.cause == kNoCause ? py::object(py::none()) : py::int_(e.cause);
    list.append(row);
  }
  return list;
}

py::list rows(const std::vector<TrafficRow>& seconds) {
  py::list list;
  for (const TrafficRow& s : seconds) {
    py::dict row;
    row["time"] = s.time;
    row["ok"] = s.ok;
    row["failed"] = s.failed;
    row["p50"] = s.p50;
    row["p95"] = s.p95;
    row["p99"] = s.p99;
    list.append(row);
  }
  return list;
}

// Between two stretches of a long run: may other threads speak, and has the user pressed Ctrl-C?
void listen_to_python() {
  py::gil_scoped_acquire held;
  if (PyErr_CheckSignals() != 0) throw py::error_already_set();
}

void run_for(Session& session, std::int64_t nanoseconds) {
  py::gil_scoped_release released;
  session.run_for(Duration{nanoseconds}, listen_to_python);
}

bool run_until(Session& session, const py::function& holds, std::int64_t limit) {
  py::gil_scoped_release released;
  const auto ask = [&holds] {
    py::gil_scoped_acquire held;
    if (PyErr_CheckSignals() != 0) throw py::error_already_set();
    return py::cast<bool>(py::bool_(holds()));
  };
  return session.run_until(ask, Duration{limit});
}

std::size_t send(Session& session, const std::string& namespace_, const std::string& service,
                 const std::string& machine, const std::vector<double>& rates, std::optional<int> port) {
  return session.send({namespace_, service, machine, rates, port});
}

void bind_session(py::module_& m) {
  py::class_<Session>(m, "Session")
      .def(py::init<int, std::uint64_t, const std::vector<std::string>&>())
      .def("now", &Session::now)
      .def("run_for", &run_for)
      .def("run_until", &run_until)
      .def("find", &Session::find)
      .def("list", &Session::list)
      .def("apply", &Session::apply)
      .def("remove", &Session::remove)
      .def("act", &Session::act)
      .def("send", &send)
      .def("stop_sending", &Session::stop_sending)
      .def("traffic", [](const Session& s, std::size_t requests) { return rows(s.traffic(requests)); })
      .def("outcomes", &Session::outcomes)
      .def("events", [](const Session& s, EventId since) { return rows(s.events(since)); })
      .def("why", [](const Session& s, EventId event) { return rows(s.why(event)); })
      .def("why", [](const Session& s, const std::string& subject) { return rows(s.why(subject)); })
      .def("explain", &Session::explain)
      .def("fingerprint", &Session::fingerprint);
}

py::list judgements(const Run& run) {
  py::list list;
  for (const JudgementRow& j : run.judgements) {
    py::dict row;
    row["name"] = j.name;
    row["wanted"] = j.wanted;
    row["when"] = j.when;
    row["seen"] = j.seen;
    row["held"] = j.held;
    list.append(row);
  }
  return list;
}

void bind_runs(py::module_& m) {
  py::class_<Run>(m, "Run")
      .def_property_readonly("judgements", &judgements)
      .def_readonly("warnings", &Run::warnings)
      .def_readonly("troubles", &Run::troubles)
      .def_readonly("held", &Run::held)
      .def_readonly("virtual_time", &Run::virtual_time)
      .def_readonly("settled", &Run::settled)
      .def_readonly("fingerprint", &Run::fingerprint)
      .def_property_readonly(
          "session", [](Run& run) -> Session& { return *run.session; },
          py::return_value_policy::reference_internal);
  m.def("run_scenario", [](const std::string& file, std::uint64_t seed) {
    py::gil_scoped_release released;
    return run_scenario(file, seed, listen_to_python);
  });
}

}  // namespace
}  // namespace podium::python

PYBIND11_MODULE(_podium, m) {
  py::register_exception<podium::python::Failure>(m, "Error");
  podium::python::bind_session(m);
  podium::python::bind_runs(m);
}
