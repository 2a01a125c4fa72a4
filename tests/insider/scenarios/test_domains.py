import pytest

from insider.scenarios.domains import AS_WRITTEN, DomainMap, find_domains, map_to_reserved


@pytest.fixture
def domains() -> DomainMap:
    return map_to_reserved(
        "quillby.com", ["quillby.com", "lens.org", "lens.net", "sea.harbor-college.edu"]
    )


@pytest.mark.parametrize(
    ("text", "mapped"),
    [
        ("bo@quillby.com", "bo@quillby.example"),
        ("See https://www.Quillby.com/a.", "See https://www.quillby.example/a."),
        ("x@sea.harbor-college.edu", "x@sea.harbor-college.example"),
        ("ends with quillby.com.", "ends with quillby.example."),
        ("notquillby.com", "notquillby.com"),
        ("my-quillby.com", "my-quillby.com"),
        ("quillby.com.evil.org", "quillby.com.evil.org"),
        ("quillby.company", "quillby.company"),
    ],
)
def test_known_domains_are_replaced_and_others_stay(
    domains: DomainMap, text: str, mapped: str
) -> None:
    assert domains.text(text) == mapped


def test_no_two_domains_get_one_name(domains: DomainMap) -> None:
    assert len(set(domains.names.values())) == len(domains.names)
    assert domains.text("lens.net lens.org") == "lens.example lens-org.example"


def test_the_firm_has_the_first_choice_of_a_name() -> None:
    domains = map_to_reserved("lens.org", ["lens.net", "lens.org"])
    assert domains.text("lens.net lens.org") == "lens-net.example lens.example"


def test_reserved_domains_stay() -> None:
    assert map_to_reserved("quillby.com", ["a.example", "b.test"]).text("a.example") == "a.example"


def test_values_are_mapped_inside_lists_and_mappings(domains: DomainMap) -> None:
    assert domains.value({"to": ["a@lens.net", 3, None]}) == {"to": ["a@lens.example", 3, None]}


def test_as_written_changes_nothing() -> None:
    assert AS_WRITTEN.value(["a@quillby.com"]) == ["a@quillby.com"]


def test_domains_are_found_in_addresses_and_links() -> None:
    text = "a@One.com, http://two.org/x, www.three.net and four.com"
    assert find_domains(text) == {"one.com", "two.org", "three.net"}
