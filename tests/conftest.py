"""What every test stands on: no network, and messages to try."""

from __future__ import annotations

import socket

import pytest


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever tries to connect anywhere fails the test."""

    def refuse(*_: object) -> None:
        raise AssertionError("toneguard must not use the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
