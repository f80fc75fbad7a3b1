"""The service itself."""

import pytest


def test_health_says_alive_with_version_and_stage(api):
    reply = api.get("/health")
    assert (reply.status, reply.json) == (200, {"status": "alive", "version": "dev", "stage": "test"})


@pytest.mark.asvs("3.2.1", "3.4.1", "3.4.3", "3.4.4", "3.4.5", "3.4.6", "14.3.2")
def test_every_answer_has_a_request_id_and_the_security_headers(api):
    headers = api.get("/health").headers
    assert headers["X-Request-Id"].startswith("req_")
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age=31536000" in headers["Strict-Transport-Security"]


def test_an_unknown_query_parameter_is_refused_by_name(api):
    reply = api.get("/health", query={"colour": "blue"})
    assert (reply.status, reply.fields) == (422, ["colour"])
    assert "blue" not in reply.raw.decode()


def test_an_unknown_path_is_not_found_in_our_own_words():
    """chalice.test does not match {proxy+}, so the event is handed over as API Gateway sends it."""
    from app import app

    for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
        event = {
            "requestContext": {
                "resourcePath": "/{proxy+}",
                "httpMethod": method,
                "identity": {"sourceIp": "203.0.113.7"},
            },
            "pathParameters": {"proxy": "nowhere/at/all"},
            "headers": {},
            "multiValueHeaders": {},
            "multiValueQueryStringParameters": None,
            "body": None,
            "isBase64Encoded": False,
            "stageVariables": None,
        }
        answer = app(event, None)
        assert answer["statusCode"] == 404
        assert '"code":"not_found"' in answer["body"]
