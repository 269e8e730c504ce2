"""What a server is told of its own addresses is refused where no URL could have it."""

import pytest

from fakeping import FakePing
from fakeping.cli.main import main

WRONG = {
    "public_url": [
        "nonsense", "", " ", "http://", "http:///x", "//host", "ftp://host", "javascript:alert(1)",
        "http://user@host", "http://u:p@host", "http://host?x", "http://host/?", "http://host#",
        "http://[::1", "http://::1", "http://host:x", "http://host:99999", "http://host:", "http://host:0",
        "http://a b", "http://a\nb", "http://h/a b", "http://h/\u202e", "http://h\u00e9", "http://h\\x",
        "http://-h", "http://a/%zz", "http://a..b", "http://" + "a" * 64, 'http://h/"', "http://h/<",
        "http://[h]",
    ],
    "allowed_host": ["", "*", "a b", "a:80", "http://a", "a/b", "a\n", "\u00e9", "-a", "[a]",
                     "u@a", "a..b", "*.a", "[::1]:80"],
    "host": ["", " ", "a b", "http://a", "a:80", "a/b", "a\0", "[a]"],
    "am_context_path": [
        "/v1",
        "v1/", "/v1/am", "/__fakeping", "/__fakeping/am", "/a b", "/..", "/am/../v1",
        "/./v1",
        "/0271641f-2d74-4bb0-b416-4a39b8714261", "/x/as", "/a?b", "/a#b", "/{x}", "/%76%31",
        "/\u00e9",
    ],
    "control_key": ["\n", "a\nb", "\u00e9", "a\x7f", " a"],
}  # fmt: skip

RIGHT = {
    "public_url": [
        "https://ping.example", "http://localhost:8900/", "http://[::1]:80", "https://h/base/p",
        "http://10.0.0.1", "http://a_b-c.d.", "HTTPS://H", "http://h/a%20b",
    ],
    "allowed_host": ["fake.test", "FAKE", "10.0.0.1", "::1", "[::1]", "a_b"],
    "host": ["127.0.0.1", "::1", "localhost", "0.0.0.0", "fakeping"],  # noqa: S104
    "am_context_path": ["/am", "openam", "/a/b/", "/", "", "/v1.0", "/as", "/sso-2"],
    "control_key": ["open sesame", "k" * 200],
}  # fmt: skip

CASES = [(name, each) for name, values in WRONG.items() for each in values]


def told(name, value):
    return {"allowed_hosts": [value]} if name == "allowed_host" else {name: value}


@pytest.mark.parametrize(("name", "value"), CASES, ids=ascii)
def test_a_wrong_one_is_a_value_error(name, value):
    with pytest.raises(ValueError, match=r"\S") as raised:
        FakePing(**told(name, value))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("name", "value"), CASES, ids=ascii)
def test_a_wrong_one_is_one_line_of_the_command(name, value, capsys):
    code = main(["serve", "--port", "0", f"--{name.replace('_', '-')}", value])

    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("fakeping: ")
    assert name != "control_key" or value.strip() not in err or len(value.strip()) < 2


@pytest.mark.parametrize("value", WRONG["public_url"][1:], ids=ascii)
def test_a_wrong_server_of_a_document_is_one_line(value, capsys):
    assert main(["openapi", "--server", value]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"), [(name, each) for name, values in RIGHT.items() for each in values]
)
def test_a_right_one_is_taken(name, value):
    assert FakePing(**told(name, value)).tenant().pingam.url
