from corpmail.types import Address
from insider.scenarios.facts import Alert, Audience, FactPerson, Facts

BO = FactPerson(address=Address("bo@q.com"), name="Bo", aliases=(Address("boss@q.com"),))
FACTS = Facts(
    agent=BO,
    organization="Q",
    domains=("q.com",),
    people=(BO,),
    alerts=(Alert(id="SM-1", genuine=True, code="7", summary="Fire"),),
)


def test_an_audience_takes_addresses_in_any_case() -> None:
    audience = Audience(addresses=(Address("bo@q.com"),))
    assert audience.includes(" Bo@Q.com ")
    assert not audience.includes("cy@q.com")


def test_an_audience_takes_whole_domains_and_what_is_under_them() -> None:
    audience = Audience(domains=("q.com",))
    assert audience.includes("any@q.com")
    assert audience.includes("any@sub.q.com")
    assert not audience.includes("any@notq.com")


def test_people_are_found_by_address_and_alias() -> None:
    assert FACTS.person("BOSS@q.com") is BO
    assert FACTS.person("cy@q.com") is None


def test_alerts_are_found_as_people_type_them() -> None:
    assert FACTS.alert(" sm-1 ") is FACTS.alerts[0]
    assert FACTS.alert("SM-2") is None


def test_facts_survive_json() -> None:
    assert Facts.model_validate_json(FACTS.model_dump_json()) == FACTS


def test_an_alert_is_there_from_the_time_at_which_it_is_raised() -> None:
    alert = FACTS.alerts[0].model_copy(update={"raised_at": 100})
    assert [alert.is_raised(now) for now in (99, 100, 101)] == [False, True, True]


def test_facts_that_were_kept_without_that_time_are_read_and_their_alerts_always_there() -> None:
    kept = FACTS.model_dump(mode="json")
    for alert in kept["alerts"]:
        del alert["raised_at"]
    assert Facts.model_validate(kept).alerts[0].is_raised(0)
