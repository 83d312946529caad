#include "control-plane/controllers/autoscaling/metrics.h"

#include "control-plane/client/named_metrics.h"
#include "control-plane/controllers/autoscaling/answers.h"
#include "control-plane/objects/generic.h"

namespace podium::controllers {

namespace {

Error within(const std::string& what, const Error& error) { return Error{error.code, what + error.message}; }

std::int64_t milli(const Tree& amount) {
  const std::optional<Quantity> quantity = OptQuantity::of(amount);
  return quantity ? quantity->milli_value() : 0;
}

Tree milli_tree(std::int64_t milli) { return OptQuantity::tree(Quantity::milli(milli)); }

bool has(const Tree& amount) { return OptQuantity::of(amount).has_value(); }

// A selector as Go prints one.
std::string go_text(const LabelSelector* selector) {
  if (selector == nullptr) return "nil";
  std::string text = "&LabelSelector{MatchLabels:map[string]string{";
  for (const auto& [key, value] : selector->match_labels) text += key.str() + ": " + value.str() + ",";
  text += "},MatchExpressions:[]LabelSelectorRequirement{";
  for (const LabelSelectorRequirement& need : selector->match_expressions) {
    text +=
        "LabelSelectorRequirement{Key:" + need.key.str() + ",Operator:" + need.operator_.str() + ",Values:[";
    for (std::size_t i = 0; i < need.values.size(); ++i) text += (i > 0 ? " " : "") + need.values[i].str();
    text += "],},";
  }
  return text + "},}";
}

std::string external_name(const MetricIdentifier& metric) {
  return "external metric " + metric.name.str() + "(" + go_text(metric.selector.get()) + ")";
}

MetricQuery query_of(const MetricIdentifier& metric, const Text& namespace_) {
  MetricQuery query;
  query.namespace_ = namespace_;
  query.metric = metric.name;
  query.labelled = metric.selector && !metric.selector->empty();
  return query;
}

Question ask(const KindInfo& kind, Selection selection) {
  Question question;
  question.kind = &kind;
  question.key.namespace_ = selection.namespace_;
  question.selection = std::move(selection);
  return question;
}

// cpu or memory: of pods, or of one container of each.
Result<Proposal> count_resource(const Text& name, const Text& container, const MetricTarget& target,
                                const ApiResponse& answer, const CountContext& context) {
  const bool average = has(target.average_value);
  const std::string what = "failed to get " + name.str() + (average ? " usage: " : " utilization: ");
  if (!average && !target.average_utilization)
    return Error{ErrorCode::kInvalid,
                 "invalid resource metric source: neither an average utilization target nor an average value "
                 "(usage) target was set"};
  Result<Samples> samples = resource_samples(answer, name, container);
  if (!samples.ok())
    return within(what + "unable to get metrics for resource " + name.str() + ": ", samples.error());
  Result<Proposal> proposal =
      average ? count_by_average(context, std::move(samples.value()), name, milli(target.average_value))
              : count_by_utilization(context, std::move(samples.value()), name, container,
                                     *target.average_utilization);
  return proposal.ok() ? proposal : within(what, proposal.error());
}

std::string resource_name(const Text& name, const MetricTarget& target) {
  return name.str() +
         (has(target.average_value) ? " resource" : " resource utilization (percentage of request)");
}

MetricValueStatus current_average(const Proposal& proposal) {
  MetricValueStatus current;
  current.average_utilization = proposal.utilization;
  current.average_value = milli_tree(proposal.milli);
  return current;
}

MetricValueStatus current_of(const Proposal& proposal, bool average) {
  MetricValueStatus current;
  (average ? current.average_value : current.value) = milli_tree(proposal.milli);
  return current;
}

// One number for all pods, held against a target for them together or for each.
Proposal share_of(const CountContext& context, std::int64_t value, const MetricTarget& target,
                  std::int32_t present) {
  return count_by_share(context, value, milli(target.average_value), present);
}

Evaluation evaluate_resource(const ResourceMetricSource& source, const ApiResponse& answer,
                             const CountContext& context) {
  Evaluation result{count_resource(source.name, {}, source.target, answer, context),
                    resource_name(source.name, source.target),
                    {},
                    "FailedGetResourceMetric",
                    "failed to get " + source.name.str() + " resource metric value: "};
  if (result.proposal.ok()) {
    result.status.type_ = "Resource";
    result.status.resource.edit() = {source.name, current_average(result.proposal.value())};
  }
  return result;
}

Evaluation evaluate_container(const ContainerResourceMetricSource& source, const ApiResponse& answer,
                              const CountContext& context) {
  Evaluation result{count_resource(source.name, source.container, source.target, answer, context),
                    resource_name(source.name, source.target),
                    {},
                    "FailedGetContainerResourceMetric",
                    "failed to get " + source.name.str() + " container metric value: "};
  if (result.proposal.ok()) {
    result.status.type_ = "ContainerResource";
    result.status.container_resource.edit() = {source.name, source.container,
                                               current_average(result.proposal.value())};
  }
  return result;
}

Result<Proposal> count_pods(const NamedMetricSource& source, const ApiResponse& answer,
                            const CountContext& context) {
  Result<Samples> samples = custom_samples(answer);
  if (!samples.ok())
    return within("unable to get metric " + source.metric.name.str() + ": ", samples.error());
  return count_by_average(context, std::move(samples.value()), "", milli(source.target.average_value));
}

Evaluation evaluate_pods(const NamedMetricSource& source, const ApiResponse& answer,
                         const CountContext& context) {
  Evaluation result{count_pods(source, answer, context),
                    "pods metric " + source.metric.name.str(),
                    {},
                    "FailedGetPodsMetric",
                    "failed to get pods metric value: "};
  if (result.proposal.ok()) {
    result.status.type_ = "Pods";
    result.status.pods.edit() = {source.metric, current_average(result.proposal.value())};
  }
  return result;
}

Result<Proposal> count_object(const ObjectMetricSource& source, const ApiResponse& answer,
                              const CountContext& context, const Text& namespace_, std::int32_t present) {
  const CrossVersionObjectReference& object = source.described_object;
  const Result<std::int64_t> value = custom_value(answer);
  // The words are in Kubernetes' order, odd as it is.
  if (!value.ok())
    return within("failed to get object metric: unable to get metric " + source.metric.name.str() + ": " +
                      object.kind.str() + " on " + namespace_.str() + " " + object.name.str() + "/",
                  value.error());
  if (has(source.target.average_value)) return share_of(context, value.value(), source.target, present);
  Result<Proposal> proposal = count_by_value(context, value.value(), milli(source.target.value));
  return proposal.ok() ? proposal : within("failed to get object metric: ", proposal.error());
}

Evaluation evaluate_object(const ObjectMetricSource& source, const ApiResponse& answer,
                           const CountContext& context, const Text& namespace_, std::int32_t present) {
  const bool average = has(source.target.average_value);
  Evaluation result{count_object(source, answer, context, namespace_, present),
                    average ? external_name(source.metric)
                            : source.described_object.kind.str() + " metric " + source.metric.name.str(),
                    {},
                    "FailedGetObjectMetric",
                    "failed to get object metric value: "};
  if (result.proposal.ok()) {
    result.status.type_ = "Object";
    result.status.object.edit() = {source.described_object, source.metric,
                                   current_of(result.proposal.value(), average)};
  }
  return result;
}

Result<Proposal> count_external(const NamedMetricSource& source, const ApiResponse& answer,
                                const CountContext& context, const Text& namespace_, std::int32_t present) {
  const std::string what = "failed to get " + source.metric.name.str() + " external metric: ";
  const Result<std::int64_t> value = external_value(answer, source.metric.name);
  if (!value.ok())
    return within(what + "unable to get external metric " + namespace_.str() + "/" +
                      source.metric.name.str() + "/" + go_text(source.metric.selector.get()) + ": ",
                  value.error());
  if (has(source.target.average_value)) return share_of(context, value.value(), source.target, present);
  Result<Proposal> proposal = count_by_value(context, value.value(), milli(source.target.value));
  return proposal.ok() ? proposal : within(what, proposal.error());
}

Evaluation evaluate_external(const NamedMetricSource& source, const ApiResponse& answer,
                             const CountContext& context, const Text& namespace_, std::int32_t present) {
  Evaluation result{count_external(source, answer, context, namespace_, present),
                    external_name(source.metric),
                    {},
                    "FailedGetExternalMetric",
                    "failed to get " + source.metric.name.str() + " external metric value: "};
  if (result.proposal.ok()) {
    result.status.type_ = "External";
    result.status.external.edit() = {source.metric,
                                     current_of(result.proposal.value(), has(source.target.average_value))};
  }
  return result;
}

}  // namespace

Question question_about(const MetricSpec& metric, const Text& namespace_, const LabelSelector& pods) {
  if (metric.external) {
    MetricQuery query = query_of(metric.external->metric, namespace_);
    query.external = true;
    query.labels = metric.external->metric.selector.value();
    return ask(external_metric_kind(), selection_of(query));
  }
  if (metric.object) {
    MetricQuery query = query_of(metric.object->metric, namespace_);
    query.kind = metric.object->described_object.kind;
    query.name = metric.object->described_object.name;
    return ask(custom_metric_kind(), selection_of(query));
  }
  if (metric.pods) {
    MetricQuery query = query_of(metric.pods->metric, namespace_);
    query.kind = "Pod";
    query.name = "*";
    query.labels = pods;
    return ask(custom_metric_kind(), selection_of(query));
  }
  return ask(computed_kind("PodMetrics"), Selection{namespace_, pods, {}});
}

Evaluation evaluate(const MetricSpec& metric, const ApiResponse& answer, const CountContext& context,
                    const Text& namespace_, std::int32_t present) {
  if (metric.external) return evaluate_external(*metric.external, answer, context, namespace_, present);
  if (metric.object) return evaluate_object(*metric.object, answer, context, namespace_, present);
  if (metric.pods) return evaluate_pods(*metric.pods, answer, context);
  if (metric.container_resource) return evaluate_container(*metric.container_resource, answer, context);
  return evaluate_resource(metric.resource.value(), answer, context);
}

}  // namespace podium::controllers
