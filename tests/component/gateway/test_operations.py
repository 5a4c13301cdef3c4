"""Health of the whole, and the documents that describe the API."""

import httpx
import pytest

from services.gateway.application.questions.table import QUESTIONS
from services.gateway.entrypoints.serve import frozen
from tests.component.gateway.public import Public


async def test_health_tells_who_is_behind_and_who_is_down(public: Public) -> None:
    public.network.status["consumers"] = [{"topic": "t", "partition": 0, "next": 3, "end": 10}]
    public.network.status["outbox"] = 2
    told = await public.told("/health", "operator")
    assert told["lag"]["network"] == {"events_behind": 9}
    assert told["services"]["network"] == "up"
    assert told["dead_letters"]["network"] == 0
    public.network.down = True
    told = await public.told("/health")
    assert (told["services"]["network"], told["lag"]["network"], told["status"]) == ("down", {}, "degraded")
    assert (await public.client.get("/health")).status_code == 401


@pytest.mark.parametrize("prefix", ["", "/api/v1"])
async def test_liveness_and_readiness_need_no_token(public: Public, prefix: str) -> None:
    assert (await public.client.get(f"{prefix}/livez")).json() == {"live": True}
    assert (await public.client.get(f"{prefix}/readyz")).json()["ready"] is True


async def test_metrics_are_for_this_machine_or_an_operator(public: Public) -> None:
    assert "lemkin_outbox_rows" in (await public.client.get("/metrics")).text
    app = public.client._transport.app  # type: ignore[attr-defined]
    abroad = httpx.ASGITransport(app=app, client=("192.0.2.1", 1), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=abroad, base_url="http://localhost") as client:
        for who, status in {"operator": 200, "secretariat": 200, "auditor": 403}.items():
            headers = {"Authorization": f"Bearer {public.tokens[who]}"}
            assert (await client.get("/metrics", headers=headers)).status_code == status
        assert (await client.get("/metrics")).status_code == 401


async def test_another_host_is_misdirected(public: Public) -> None:
    assert (await public.client.get("/livez", headers={"Host": "evil.example"})).status_code == 421


async def test_the_documents_name_every_question_and_every_command(public: Public) -> None:
    document = (await public.client.get("/api/v1/openapi.json")).json()
    assert {question.path for question in QUESTIONS} <= set(document["paths"])
    commands = {f"/{service}{path}" for service, known in frozen().items() for path in known["paths"]}
    assert commands <= set(document["paths"])
    operations = [one["operationId"] for path in document["paths"].values() for one in path.values()]
    assert len(operations) == len(set(operations))
    page = (await public.client.get("/api/v1/docs")).text
    assert all(f"/api/v1{path}" in page for path in document["paths"])
    assert "/api/v1/docs" in (await public.client.get("/asyncapi")).text


async def test_every_reference_of_the_document_leads_somewhere(public: Public) -> None:
    text = (await public.client.get("/api/v1/openapi.json")).text
    document = (await public.client.get("/api/v1/openapi.json")).json()
    references = {part.partition('"')[0] for part in text.split('"$ref":"#/')[1:]}
    assert references
    for reference in references:
        place = document
        for step in reference.split("/"):
            place = place[step]
