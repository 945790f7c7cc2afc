"""Hazards: the answers that come with hamodel are those of the specs, and what is said of a pair follows from them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from strategies.answered import agree, checked, told

from hamodel.audit.formats.text import who_is_who
from hamodel.audit.hazards.answers import answers, folder, of_json
from hamodel.audit.hazards.applying import HazardReport, applied
from hamodel.audit.hazards.computing import KINDS, answers_of, text_of
from hamodel.audit.hazards.model import HazardModel
from hamodel.audit.hazards.models.known import MODELS, unasked
from hamodel.audit.hazards.models.panos import LIMIT, PRIORITY
from hamodel.audit.showing import Showing
from hamodel.check.rows import sizes
from hamodel.host.library import SIGN
from hamodel.language.elaboration.elaborate import elaborate
from hamodel.language.text.parse import load
from hamodel.model.combinations import Noticing, OptionCube
from hamodel.model.configurations import excluding
from hamodel.model.scope import Scope
from hamodel.model.semantics import holds
from hamodel.model.system import System
from hamodel.proofs.digest import digest
from hamodel.source import Source
from hamodel.vendors import reading
from hamodel.vendors.known import VENDORS

FORTIOS = """config system ha
    set group-id 17
    set mode a-p
    set hbdev "port9" 50
    set session-pickup {pickup}
end
"""


def system_of(model: HazardModel) -> System:
    return elaborate(load(SIGN + model.spec))


def fortios(pickup: str) -> HazardReport:
    members = [*(reading.devices(Source(f"{side}.conf", FORTIOS.format(pickup=pickup)), VENDORS["fortios"])[0] for side in "ab")]
    found = applied(members)
    assert found is not None
    return found


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
def test_answers_are_about_the_specs_as_they_are(model: HazardModel) -> None:
    """All combinations (of many a part is asked about), all claims, and options that the model sets to values that they have."""
    system, known = system_of(model), answers(model.spec)
    assert known.digest == digest(system)
    asked = [each.name for each in system.properties if each.kind in KINDS and each.name not in unasked(model.spec)]
    assert [claim.name for claim in known.claims] == asked
    for number in range(0, known.every.count, 1 + known.every.count // 1000):
        scope = Scope(sizes(system, {}), known.every.at(number))
        assert known.possible >> number & 1 == (excluding(system, scope) is None), number
    for choice in model.choices:
        assert {case.value for case in choice.cases} <= set(known.options[choice.option])


def test_every_file_of_answers_has_a_model() -> None:
    files = {path.relative_to(folder()).with_suffix(".ha").as_posix() for path in Path(folder()).rglob("*.json")}
    assert files == {model.spec for model in MODELS}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
def test_answers_are_as_the_spec_expects(model: HazardModel) -> None:
    """What `expect violated when` says of a claim is so, in all combinations: each is looked at by what its condition reads."""
    system, known = system_of(model), answers(model.spec)
    claims = {each.name: each for each in system.properties}
    for claim in known.claims:
        expected, violated = claims[claim.name], known.violated(claim.name)
        if expected.expected is None:
            assert (violated != 0) is expected.expect_violated, claim.name
            continue
        left = known.possible
        while left:
            noticing = Noticing(known.every.first(left))
            wanted = holds(expected.expected, {}, {}, Scope({}, noticing))
            alike = known.every.of(OptionCube({name: (noticing[name],) for name in noticing.read})) & left
            assert (violated & alike).bit_count() == (alike.bit_count() if wanted else 0), (claim.name, noticing.read)
            left &= ~alike


@pytest.mark.heavy
@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
def test_answers_are_those_of_a_check(model: HazardModel, part: int) -> None:
    """Of 60 combinations, or all of fewer, each with a claim of its own: the verdict, how far it holds, faults and steps. Where
    there are more, of proofs for any number there are certificates, and they are not looked for again.
    `tests/benchmarks/answers.py` asks for all claims in all of them."""
    system, known = system_of(model), answers(model.spec)
    every = known.combinations({})
    looked_at, at_scope = min(60, len(every)), len(every) > 60
    for place in range(part, looked_at, 4):
        options = every[place * len(every) // looked_at]
        claim = known.claims[place % len(known.claims)].name
        found = checked(system, options, (claim,), at_scope)[claim]
        assert agree(told(known.at(options, claim)), found, at_scope), (claim, options)


@pytest.mark.heavy
def test_what_is_computed_is_what_is_kept() -> None:
    """The file of the smallest spec, but for the runs: which one of the shortest is found is not said."""
    spec = "pairs/conntrackd.ha"
    found, kept = of_json(json.loads(text_of(answers_of(elaborate(load(SIGN + spec)), spec)))), answers(spec)
    assert (found.digest, found.faults, found.options, found.kinds) == (kept.digest, kept.faults, kept.options, kept.kinds)
    assert found.claims == kept.claims
    for options, claim in product(kept.combinations({}), kept.claims):
        assert told(found.at(options, claim.name)) == told(kept.at(options, claim.name)), (claim, options)


def test_what_the_files_decide() -> None:
    """The rest is explored; worst first."""
    found = fortios("enable")
    decided = {each.option: each.value for each in found.decided}
    assert decided == {"pickup": True, "heartbeats": 1, "override": False, "monitors": "nothing"}
    assert found.explored == {"inspection": ("flow", "proxy")}
    assert [hazard.row.faults for hazard in found.hazards] == sorted(hazard.row.faults or 0 for hazard in found.hazards)


def test_another_leaf_has_other_hazards() -> None:
    """`exactly when pickup = true and inspection = flow`, says the report of the spec."""
    with_pickup, without = ({hazard.claim.name: hazard for hazard in fortios(pickup).hazards} for pickup in ("enable", "disable"))
    gone = {"ownership.single_owner", "content.no_resumption", "content.logs_are_true"}
    assert with_pickup.keys() - without.keys() == gone
    for name in gone:
        assert with_pickup[name].depends_on == ("inspection",)
        (remedy,) = with_pickup[name].remedies
        assert remedy.options == (("pickup", False),)
        assert [(change.path, change.value) for change in remedy.changes] == [("system/ha/session-pickup", "disable")]


def test_a_placeholder_is_explored() -> None:
    found = fortios("${pickup}")
    assert found.explored == {"pickup": (True, False), "inspection": ("flow", "proxy")}
    hazards = {hazard.claim.name: hazard for hazard in found.hazards}
    assert hazards["ownership.single_owner"].depends_on == ("pickup", "inspection")


def test_settings_are_not_hazards() -> None:
    """Of a spec that says which of its claims are about hazards, the others compare what one may set."""
    tagged = {claim.name for claim in answers("panos/configured_pair.ha").of_hazards}
    assert "ownership.no_orphan" in tagged
    assert "the_receiver_owns" not in tagged
    known = answers("pairs/fgcp.ha")
    untagged = replace(known, claims=tuple(replace(claim, hazards=()) for claim in known.claims))
    assert untagged.of_hazards == untagged.claims


def of_pair(vendor: str, pair: str, *sides: list[tuple[str, str]], place: str | None = None) -> HazardReport | None:
    """Of the files of a pair, with texts replaced on each side, and where it stands."""
    members = []
    for side, changes in zip("ab", sides, strict=True):
        own = []
        for path in sorted((Path(__file__).parent / "pairs" / vendor).glob(f"{pair}.{side}.*")):
            text = path.read_text()
            for old, new in changes:
                text = text.replace(old, new)
            own += reading.devices(Source(path.name, text), VENDORS[vendor])
        members.append(reading.merged(own))
    return applied(members, place)


def explored(report: HazardReport | None) -> dict[str, tuple[object, ...]]:
    assert report is not None
    return dict(report.explored)


def test_a_remedy_says_which_rules_are_against_it() -> None:
    """It loses all sessions, which is what another finding is about."""
    (remedy,) = next(hazard for hazard in fortios("enable").hazards if hazard.claim.name == "ownership.single_owner").remedies
    assert remedy.brings == ()
    assert remedy.against == ("FGT-03",)


def test_members_that_differ_decide_nothing() -> None:
    members = [
        reading.devices(Source("c.conf", FORTIOS.format(pickup=said)), VENDORS["fortios"])[0] for said in ("enable", "disable")
    ]
    assert explored(applied(members))["pickup"] == (True, False)
    direct, indirect = "DisableExternalCache on", "DisableExternalCache off"
    assert "commits" not in explored(of_pair("keepalived", "ap", [], []))
    assert explored(of_pair("keepalived", "ap", [], [(direct, indirect)]))["commits"] == ("before", "after")
    owner = "<first-packet>", "<primary-device/><first-packet>"
    assert "owner_selection" not in explored(of_pair("panos", "aa", [], []))
    assert explored(of_pair("panos", "aa", [], [owner]))["owner_selection"] == ("first_packet", "primary_device")


def test_pairs_that_no_spec_is_about() -> None:
    text = FORTIOS.format(pickup="enable").replace("end\n", "    set vcluster-status enable\nend\n")
    assert applied([reading.devices(Source(f"{side}.conf", text), VENDORS["fortios"])[0] for side in "ab"]) is None
    assert of_pair("keepalived", "aa", [], []) is None
    assert of_pair("panos", "aa", [("<ip-modulo/>", "<ip-hash/>")], []) is None
    assert of_pair("panos", "aa", *2 * [[("device-binding>0<", "device-binding>both<")]]) is None


def faults(report: HazardReport | None) -> dict[str, int | None]:
    """The hazards of a pair, and the fewest faults of each."""
    assert report is not None
    return {hazard.claim.name: hazard.row.faults for hazard in report.hazards}


def written(report: HazardReport | None, name: str) -> list[tuple[str, str]]:
    """What the smallest changes write that take a hazard away."""
    assert report is not None
    (hazard,) = [each for each in report.hazards if each.claim.name == name]
    return [(change.path, change.value) for remedy in hazard.remedies for change in remedy.changes]


def cluster(*lines: str, links: str = '"port9" 50') -> HazardReport:
    text = (
        FORTIOS.format(pickup="enable")
        .replace('"port9" 50', links)
        .replace("end\n", "".join(f"    {line}\n" for line in (*lines, "end")))
    )
    found = applied([reading.devices(Source(f"{side}.conf", text), VENDORS["fortios"])[0] for side in "ab"])
    assert found is not None
    return found


def test_heartbeat_links_that_are_several_take_several_faults() -> None:
    assert faults(cluster())["roles.one_active"] == 1
    assert faults(cluster(links='"port9" 50 "port10" 40'))["roles.one_active"] == 2
    unknown = cluster(links="")
    assert unknown.explored["heartbeats"] == (1, 2)
    assert faults(unknown)["roles.one_active"] == 1


def test_who_overrides_is_taken_back_from() -> None:
    assert "who_leads_well_goes_on" not in faults(cluster())
    overriding = cluster("set override enable")
    assert faults(overriding)["who_leads_well_goes_on"] == 1
    assert written(overriding, "who_leads_well_goes_on") == [("system/ha/override", "disable")]


def test_a_dead_uplink_that_nobody_watches() -> None:
    assert "a_working_uplink_leads" not in faults(cluster('set monitor "port1"'))
    assert written(cluster(), "a_working_uplink_leads") == [("system/ha/monitor", "the interfaces that the traffic needs")]


def test_who_preempts_takes_addresses_back_without_the_flows() -> None:
    """What `nopreempt` says counts on the better member, and not where it begins as MASTER."""
    claim = "who_takes_the_address_back_has_the_flows"
    stays = of_pair("keepalived", "ap", [], [("nopreempt", "preempt_delay 60")])
    assert claim not in faults(stays)
    for change in (("nopreempt", "preempt_delay 60"), ("state BACKUP", "state MASTER")):
        report = of_pair("keepalived", "ap", [change], [])
        assert written(report, claim) == [("vrrp_instance/*/nopreempt", "on the member with the higher priority")]
    open_ = of_pair("keepalived", "ap", [("state BACKUP", "state ${state}")], [])
    assert explored(open_)["preempt"] == (False, True)


def test_states_on_the_network_of_the_adverts_are_lost_with_it() -> None:
    claim = "two_masters_are_not_cut_off"
    one_network = [("Interface eth2", "Interface eth0")]
    assert faults(of_pair("keepalived", "ap", [], []))[claim] == 2
    assert faults(of_pair("keepalived", "ap", one_network, one_network))[claim] == 1


def test_nat_rules_that_are_switched_off_translate_nothing() -> None:
    on = "<active-active-device-binding>"
    off = f"<disabled>yes</disabled>{on}"
    nat = {each.option: each.value for each in of_pair("panos", "aa", [], []).decided}["nat"]  # type: ignore[union-attr]
    assert nat == "duplicated"
    nat = {each.option: each.value for each in of_pair("panos", "aa", *2 * [[(on, off)]]).decided}["nat"]  # type: ignore[union-attr]
    assert nat == "not_needed"
    nat = {  # type: ignore[union-attr]
        each.option: each.value for each in of_pair("panos", "aa", *2 * [[(f"{on}1", f"{off}1")]]).decided
    }["nat"]
    assert nat == "device_bound"


def test_what_holds_in_some_combinations_is_said_exactly() -> None:
    """One option or the other: not only where both have their worst values."""
    script = [("DisableExternalCache on", "DisableExternalCache ${direct}")]
    report = of_pair("keepalived", "ap", script, script)
    assert explored(report) == {"commits": ("before", "after"), "helper": (False, True)}
    assert report is not None
    hazards = {hazard.claim.name: hazard for hazard in report.hazards}
    assert hazards["ownership.single_owner"].where == "helper = true"
    assert hazards["ownership.single_owner_in_contact"].where == "commits = after and helper = true"
    known = report.answers
    (violated,) = known.every.members(known.violated("ownership.single_owner_in_contact", 1) & report.left)
    assert (violated["commits"], violated["helper"]) == ("after", True)
    assert report.within(1) == report.left


def test_what_is_not_documented_is_said_to_be_so() -> None:
    report = of_pair("panos", "aa", [], [])
    assert report is not None
    (hazard,) = [each for each in report.hazards if each.claim.name == "nobody_owns_what_both_know"]
    assert hazard.where == "reverts = true (reverts is undocumented)"
    assert "sessions_find_an_owner" in {each.claim for each in report.excluded}


# --- PAN-OS in active/passive ----------------------------------------------------------------------------------------

LOG_ONLY = "split-datapath", "log-only"
LEFT = (LOG_ONLY, ("<passive-link-state>auto", "<passive-link-state>shutdown"))
ONE_PATH = (
    ("<ha1-backup>\n              <port>management</port>", "<ha1-backup>"),
    ("<heartbeat-backup>yes", "<heartbeat-backup>no"),
)


def active_passive(
    *changes: tuple[str, str], place: str | None = None
) -> dict[str, tuple[int | None, list[tuple[tuple[str, object], ...]]]]:
    """The hazards of a pair with these texts replaced on both sides that do not depend on where it stands, the faults that each
    takes, and what removes it; behind a load balancer of a cloud, all."""
    report = of_pair("panos", "ap", [LOG_ONLY, *changes], [LOG_ONLY, *changes], place=place)
    assert report is not None
    assert report.model.spec == "panos/active_passive.ha"
    assert set(report.explored) <= ({"last_one_stays", "cloud_lb"} if place is None else {"last_one_stays"})
    return {
        each.claim.name: (each.row.faults, [remedy.options for remedy in each.remedies])
        for each in report.hazards
        if each.depends_on != ("cloud_lb",)
    }


ALWAYS = {
    "one_active": 2,
    "ownership.single_owner": 2,
    "a_sick_firewall_is_noticed": 1,
    "ownership.no_orphan": 1,
    "failover_keeps_inspection": 1,
}
"""What takes the fewest faults whatever is configured well, with how many."""


def test_a_pair_in_active_passive_that_is_right() -> None:
    assert {name: faults for name, (faults, _) in active_passive().items()} == ALWAYS


def test_each_leaf_of_active_passive_has_its_hazard() -> None:
    """One control path: two are active after one fault; ports that are down: a failover waits for them; and so on. The smallest
    change is the leaf that was changed, or does as well."""
    one = active_passive(*ONE_PATH)
    assert one["one_active"][0] == 1
    paths = (("control_paths", "ha1_backup"),), (("control_paths", "heartbeat_backup"),)
    assert one["one_lost_path_is_no_split"] == (1, list(paths))
    second = active_passive(ONE_PATH[0])
    assert second["one_active"][0] == 2
    assert second["one_active_while_a_path_works"] == (2, [paths[0]])
    waits = active_passive(LEFT[1])
    assert waits["who_is_active_forwards"] == (1, [(("passive_links", "auto"),)])
    assert waits["an_upstream_is_no_loop"] == (1, [(("passive_links", "auto"),)])
    assert "an_uplink_is_no_loop" not in waits
    preempts = active_passive(LEFT[1], ("<preemptive>no", "<preemptive>yes"))
    assert preempts["an_uplink_is_no_loop"] == (1, [(("passive_links", "auto"),), (("preemptive", False),)])
    assert "an_uplink_is_no_loop" not in active_passive(("<preemptive>no", "<preemptive>yes"))
    silent = active_passive(("<ha2-keep-alive>\n                <enabled>yes", "<ha2-keep-alive>\n                <enabled>no"))
    assert silent["a_dead_path_is_noticed"] == (1, [(("keep_alive", True),)])
    blind = active_passive(("<link-group>", "<link-group-of-old>"), ("</link-group>", "</link-group-of-old>"))
    assert blind["a_dead_uplink_is_noticed"] == (1, [(("monitors", True),)])
    synchronises = "<state-synchronization>\n              <enabled>"
    alone = active_passive((f"{synchronises}yes", f"{synchronises}no"))
    assert alone["new_sessions_are_announced"] == (0, [(("state_sync", True),)])
    assert "ownership.single_owner" not in alone


def test_what_is_not_documented_of_active_passive() -> None:
    report = of_pair("panos", "ap", list(LEFT), list(LEFT))
    assert report is not None
    (hazard,) = [each for each in report.hazards if each.claim.hazards == ("9",)]
    assert hazard.where == "last_one_stays = false (last_one_stays is undocumented)"
    assert [remedy.options for remedy in hazard.remedies] == [(("passive_links", "auto"),)]


@pytest.mark.parametrize("most", ["infinite", "0"])
def test_without_loop_protection_a_loop_goes_on_and_nobody_is_suspended(most: str) -> None:
    endless = ("<recommended/>", f"<advanced><flap-max>{most}</flap-max></advanced>")
    guarded, free = active_passive(LEFT[1]), active_passive(LEFT[1], endless)
    assert free.keys() - guarded.keys() == {"loops_end"}
    assert guarded.keys() - free.keys() == {"loop_protection_leaves_one"}
    assert free["loops_end"] == (1, [(("passive_links", "auto"),), (("flap_max", "guarded"),)])
    assert "loops_end" not in active_passive(endless)
    report = of_pair("panos", "ap", [LOG_ONLY, LEFT[1], endless], [LOG_ONLY, LEFT[1], endless])
    changes = ("high-availability/group/mode/active-passive/passive-link-state", "auto"), (LIMIT, "3")
    assert written(report, "loops_end") == [*changes]


def test_equal_priorities_do_not_say_who_starts() -> None:
    """50 on the one and 100 on the other: the pair says it. 100 on both, written or not: it does not."""
    claim = "settings_say_who_starts"
    first, second = "<device-priority>50</device-priority>", "<device-priority>100</device-priority>"
    assert claim not in faults(of_pair("panos", "ap", [LOG_ONLY], [LOG_ONLY]))
    for one, other in ((second, second), ("", second), ("", "")):
        report = of_pair("panos", "ap", [LOG_ONLY, (first, one)], [LOG_ONLY, (second, other)])
        assert faults(report)[claim] == 2
        assert written(report, claim) == [(PRIORITY, "lower on the member that should be active")]
    open_ = of_pair("panos", "ap", [LOG_ONLY, ("<device-priority>50", "<device-priority>${rank}")], [LOG_ONLY])
    assert sorted(map(str, explored(open_)["priorities"])) == ["different", "equal"]


def test_behind_a_load_balancer_of_a_cloud_connections_break() -> None:
    """Only an audit that is told so knows that the pair stands there."""
    claim = "a_failover_keeps_connections"
    unknown = of_pair("panos", "ap", [LOG_ONLY], [LOG_ONLY])
    assert explored(unknown)["cloud_lb"] == (False, True)
    assert unknown is not None
    assert [each.where for each in unknown.hazards if each.claim.name == claim] == ["cloud_lb = true"]
    there = active_passive(place="cloud_lb")
    assert there.keys() - active_passive().keys() == {claim}
    assert there[claim] == (1, [])
    synchronises = "<state-synchronization>\n              <enabled>"
    assert claim not in active_passive((f"{synchronises}yes", f"{synchronises}no"), place="cloud_lb")


def test_a_failover_shows_what_it_costs() -> None:
    """Who was active dies, and the other one takes over with the session: no split brain, nobody who comes back."""
    known = answers("panos/active_passive.ha")
    for options in known.combinations({"state_sync": True}):
        run = known.at(options, "failover_keeps_inspection").run
        actions = ("first_packet(s0, fw0)", "deliver sync opened(s0) from fw0 to fw1", "(fw0)", "take_over(fw1)")
        places = [run.index(action) for action in actions]
        assert places == sorted(places)
        assert "cut" not in run


def test_pairs_in_active_passive_that_the_spec_is_not_about() -> None:
    """Their keep-alive does more than to tell; or a first failure suspends."""
    assert of_pair("panos", "ap", [], []) is None
    disabled = ("<recommended/>", "<advanced><flap-max>disable</flap-max></advanced>")
    assert of_pair("panos", "ap", [LOG_ONLY, disabled], [LOG_ONLY, disabled]) is None


FIXED = "<static-ip><translated-address>203.0.113.40</translated-address></static-ip>"
POOLS = "203.0.113.32-203.0.113.39", "203.0.113.40/29"


def nat_of_pair(*changes: tuple[str, str], without: str = "") -> tuple[tuple[object, ...], HazardReport] | None:
    """What `nat` may be in a pair with texts replaced on both sides, and without the rule of this name."""
    members = []
    for path in sorted((Path(__file__).parent / "pairs/panos").glob("aa.*.*")):
        text = path.read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        if without:
            start = text.index(f'<entry name="{without}">')
            text = text[:start] + text[text.index("</entry>", start) + len("</entry>") :]
        members += reading.devices(Source(path.name, text), VENDORS["panos"])
    report = applied(members)
    if report is None:
        return None
    decided = [each.value for each in report.decided if each.option == "nat"]
    return tuple(report.explored.get("nat", decided)), report


def fixed(pool: str) -> tuple[str, str]:
    """A rule with this pool that translates to one address instead."""
    member = f"<translated-address>\n                        <member>{pool}</member>\n                      </translated-address>"
    around = "<dynamic-ip-and-port>\n                      {}\n                    </dynamic-ip-and-port>"
    return around.format(member), FIXED


@pytest.mark.parametrize(
    ("changes", "without", "nat"),
    [
        ([fixed(POOLS[0]), fixed(POOLS[1])], "", ["not_needed"]),
        ([fixed(POOLS[0])], "out-1", ["not_needed", "device_bound"]),
        ([fixed(POOLS[1])], "", ["device_bound"]),
        ([fixed(POOLS[0]), ("device-binding>0<", "device-binding>both<")], "out-1", ["not_needed"]),
        ([fixed(POOLS[0]), ("device-binding>0<", "device-binding>primary<")], "out-1", None),
        ([fixed(POOLS[0]), ("binding>0<", "binding>${which}<")], "out-1", ["not_needed", "device_bound", "duplicated"]),
    ],
)
def test_rules_that_translate_to_one_address(changes: list[tuple[str, str]], without: str, nat: list[str] | None) -> None:
    """A packet finds no rule of a dead member, whichever kind of rule it is: no port is given out twice."""
    found = nat_of_pair(*changes, without=without)
    assert (found and sorted(map(str, found[0]))) == (nat and sorted(nat))


@pytest.mark.parametrize(
    ("changes", "unless"),
    [
        ([], None),
        ([(POOLS[1], POOLS[0])], False),
        ([(POOLS[1], "203.0.113.39-203.0.113.45")], False),
        ([(POOLS[1], "pool-of-b")], True),
        ([(POOLS[1], "pool-of-b"), (POOLS[0], "pool-of-b")], False),
        ([(POOLS[1], "${pool}")], True),
    ],
)
def test_a_port_is_given_out_twice_from_one_pool_alone(changes: list[tuple[str, str]], unless: bool | None) -> None:
    """None: it is not, since the pools have no address in common."""
    found = nat_of_pair(*changes)
    assert found is not None
    assert found[0] == ("duplicated",)
    told = [hazard for hazard in found[1].hazards if hazard.claim.name == "no_port_from_two_devices"]
    assert [bool(hazard.unless) for hazard in told] == ([] if unless is None else [unless])
    alone = replace(found[1], hazards=tuple(told))
    assert alone.within(9) == (alone.left if told else 0)
    assert alone.within(9, sure=True) == (0 if unless or not told else alone.left)


def test_runs_say_which_member_is_which() -> None:
    """By the device ids; where they are not told apart, or nothing tells, it is said in words."""
    report = of_pair("panos", "aa", [], [])
    assert report is not None
    assert [(word, device.name) for word, device in report.called] == [("fw0", "fw-a"), ("fw1", "fw-b")]
    assert who_is_who(report, Showing()) == "fw0 = fw-a, fw1 = fw-b"
    ids = "<device-id>0<", "<device-id>1<"
    swapped = of_pair("panos", "aa", [ids], [ids[::-1]])
    assert swapped is not None
    assert who_is_who(swapped, Showing()) == "fw0 = fw-b, fw1 = fw-a"
    for same in (of_pair("panos", "aa", [], [ids[::-1]]), of_pair("panos", "aa", [], [(ids[1], "<device-id>${id}<")])):
        assert same is not None
        assert "the files do not say" in who_is_who(same, Showing())
    assert who_is_who(fortios("enable"), Showing()).startswith("u0 is the one that is primary at first")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
def test_what_an_audit_prints_of_a_claim_begins_with_a_sentence(model: HazardModel) -> None:
    """Not with numbers of facts (`S6, S9: ...`), which are not known to those who read it. HA1 to HA3 are links."""
    claims = answers(model.spec).of_hazards
    assert [each.doc for each in claims if not each.doc or re.match(r"(?!HA\d)[A-Z]{1,2}\.?\d+\b", each.doc)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.spec)
def test_words_for_members_are_those_of_the_specs(model: HazardModel) -> None:
    system = system_of(model)
    assert model.members.words in [node.members for node in system.nodes]
    assert {each.claim for each in model.excluded} <= {each.name for each in system.properties}


SCRIPT = "/etc/conntrackd/primary-backup.sh"


@pytest.mark.parametrize(
    ("changes", "commits"),
    [
        ([], ("after",)),
        ([(f'notify_master "{SCRIPT} primary"', "")], ("after", "never")),
        ([(f"{SCRIPT} primary", f"{SCRIPT} backup")], ("after", "never")),
        ([(SCRIPT, "/etc/keepalived/other.sh")], ("after", "never")),
        ([("-c", "-n")], ("never",)),
        ([("-c", "-n"), (f"{SCRIPT} primary", "/usr/local/bin/told.sh")], ("after", "never")),
    ],
)
def test_a_script_commits_only_where_it_is_run(changes: list[tuple[str, str]], commits: tuple[str, ...]) -> None:
    """keepalived runs it on becoming master, with the word for it; else it may be run by something that is not read."""
    both = 2 * [[("DisableExternalCache on", "DisableExternalCache off"), *changes]]
    report = of_pair("keepalived", "ap", *both)
    assert report is not None
    decided = [each.value for each in report.decided if each.option == "commits"]
    assert tuple(sorted(map(str, report.explored.get("commits", decided)))) == commits


def test_where_nothing_removes_a_hazard_it_is_told_what_makes_it_rarer() -> None:
    """By hand: with one heartbeat link a cut of it splits the cluster; of two links, both must be cut."""
    (hazard,) = [each for each in fortios("enable").hazards if each.claim.name == "roles.one_active"]
    assert hazard.row.faults == 1
    assert [(dict(each.options), each.faults) for each in hazard.remedies] == [({"heartbeats": 2}, 2)]
