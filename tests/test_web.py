"""The workspace as a whole: what is around every page, and what happens when something is wrong."""

from serving import Workspace


def test_every_page_says_what_it_may_load_and_which_data_it_shows(workspace: Workspace) -> None:
    got = workspace.get("/")
    assert (got.status, got.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "default-src 'none'" in got.headers["content-security-policy"]
    assert "unsafe" not in got.headers["content-security-policy"]
    assert workspace.get("/healthz").data["version"] in got.text
