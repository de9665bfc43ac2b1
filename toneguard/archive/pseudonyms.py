"""Who wrote to whom, as keyed hashes: the same person is the same hash in every run with the same key."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

SIZE: Final = 16
"""Bytes of a hash: with a billion of them, two are alike with a chance of one in 10^20 (birthday bound)."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """`key` None leaves names and addresses as they are; the hashes of subjects and threads are then unkeyed."""

    key: bytes | None = None

    def name(self, said: str | None) -> str | None:
        """A name, address or id, or its keyed hash of 32 hexadecimal digits; None and "" stay."""
        return said if not said or self.key is None else self.hashed(said)

    def hashed(self, said: str) -> str:
        """The hash of a text, under the key where there is one."""
        return digest(said, self.key).hex()


def digest(said: str, key: bytes | None = None) -> bytes:
    """The hash of a text, 16 bytes. A key of any length is taken."""
    used = b"" if key is None else blake2b(key).digest()
    return blake2b(said.encode("utf-8", "replace"), digest_size=SIZE, key=used).digest()
