"""Objects as read-only values."""

import pickle

import pytest

from podium.durations import nanoseconds
from podium.values import Object

POD = Object({"kind": "Pod", "metadata": {"name": "web-1", "labels": {"app.kubernetes.io/name": "web"}},
              "spec": {"containers": [{"name": "web", "image": "web:1", "ports": [{"containerPort": 80}]}],
                       "peers": {"from": "here"}}})


def test_fields_are_attributes_and_absent_ones_none():
    assert POD.metadata.name == "web-1"
    assert POD.spec.containers[0].ports[0].containerPort == 80
    assert POD.spec.nodeName is None
    assert POD.spec.peers.from_ == "here"


def test_metadata_spec_and_status_are_always_there():
    assert POD.status.phase is None
    assert not POD.status


def test_keys_that_are_no_names_are_read_with_brackets():
    assert POD.metadata.labels["app.kubernetes.io/name"] == "web"
    assert "app" not in POD.metadata.labels
    with pytest.raises(KeyError):
        POD.metadata.labels["app"]


def test_values_cannot_be_changed():
    with pytest.raises(AttributeError, match="read-only"):
        POD.metadata.name = "web-2"
    POD.to_dict()["metadata"]["name"] = "web-2"
    assert POD.metadata.name == "web-1"


def test_they_print_as_yaml():
    assert repr(POD.spec).split("\n") == [
        "containers:",
        "- name: web",
        "  image: web:1",
        "  ports:",
        "  - containerPort: 80",
        "peers:",
        "  from: here",
    ]


def test_texts_that_yaml_would_take_for_something_else_are_quoted():
    assert repr(Object({"a": "yes", "b": "1", "c": "", "d": "x: y", "e": [], "f": True})) == (
        'a: "yes"\nb: "1"\nc: ""\nd: "x: y"\ne: []\nf: true')


def test_they_can_be_kept_and_compared():
    assert pickle.loads(pickle.dumps(POD)) == POD
    assert POD.spec == POD.to_dict()["spec"]


def test_durations_are_texts_seconds_or_timedeltas():
    assert nanoseconds("1h30m") == 5_400 * 10**9
    assert nanoseconds("1.5s") == nanoseconds(1.5) == 1_500_000_000
    assert nanoseconds("250ms") == 250_000_000
