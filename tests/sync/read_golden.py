"""An independent reader of docs/sync-format.md: nothing of ours, a golden depot's folder to JSON."""

# ruff: noqa
# mypy: ignore-errors
# fmt: off
import base64, hashlib, json, sys, uuid
from pathlib import Path
import loro
from backports import zstd
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec.msgpack import decode
HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305); Public = ed25519.Ed25519PublicKey.from_public_bytes
def sha(data): return hashlib.sha256(data).digest()
def ident(data, n=16): return base64.b32encode(sha(data)[:n]).decode().rstrip("=").lower()
def lengths(*parts): return b"".join(len(p).to_bytes(4, "big") + p for p in parts)
def hkdf(key, salt, info): return HKDF(hashes.SHA256(), 32, salt, info).derive(key)
def split(data, magic):
    end = 8 + int.from_bytes(data[4:8], "big"); assert data[:4] == magic; return data[8:end], data[end:]
def unseal(key, sealed, associated):
    frame, packed = zstd.ZstdDecompressor(), ChaCha20Poly1305(key).decrypt(bytes(12), sealed, associated)
    plain = frame.decompress(packed); assert frame.eof and not frame.unused_data.strip(b"\0"); return decode(plain)
def operations(peer, at, message, fields, texts):
    doc = loro.LoroDoc(); doc.peer_id = peer
    for name, value in fields.items(): doc.get_map("f").insert(name, value)
    for name, words in texts.items(): doc.get_text(name).insert(0, words)
    doc.commit_with(None, at, None, message); return doc.export(loro.ExportMode.Updates(loro.VersionVector()))
folder = Path(sys.argv[1]); known = json.loads((folder / "known.json").read_text(encoding="utf-8")); number = 0
own = x25519.X25519PrivateKey.from_private_bytes(bytes.fromhex(known["exchange_private"]))
for letter in known["recovery"].replace(" ", ""): number = number * 32 + "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".index(letter)
secret = number.to_bytes(15, "big"); assert sha(b"lianke check 1" + secret[:14])[0] == secret[14]
root = ed25519.Ed25519PrivateKey.from_private_bytes(hkdf(secret[:14], b"", b"lianke root 1")).public_key().public_bytes_raw(); header, rest = split((folder / "invitation").read_bytes(), b"LKI1"); assert sha(header + rest[16:])[:16] == rest[:16]; _, _, memory, passes, lanes, salt = decode(header)
key = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory).derive(known["words"].encode()); alliance, name, root_public, _, chain, epochs, school = unseal(key, rest[16:], b"lianke invite 1" + header)
assert root_public == root and ident(root, 8) == alliance; depot, a = folder / "lianke1" / alliance, alliance.encode()
ids = [ident(b"lianke epoch 1" + lengths(a, c.encode(), home.encode(), h.to_bytes(4, "big"), k)) for c, home, h, k in epochs]
keys = {i: epoch[3] for i, epoch in zip(ids, epochs)}; out = {"invitation": [alliance, name, school, len(chain)], "changes": []}
for path in sorted(depot.glob("m/*.mem")):
    assert path.stem == ident(path.read_bytes()); header, sealed = split(path.read_bytes(), b"LKM1"); _, _, _, epoch, salt, length = decode(header); assert length == len(sealed)
    said = unseal(hkdf(keys[epoch], salt, b"lianke mem 1" + a + epoch.encode()), sealed, b"lianke mem 1" + header)
    members = {ident(body): decode(body) for kind, body, _ in said if kind == 1}
    for kind, body, signature in said:
        issuer = decode(body)[3 if kind == 1 else 2]; public = members[issuer][4] if issuer else root
        Public(public).verify(signature, {1: b"lianke certificate 1", 2: b"lianke grant 1"}[kind] + body)
        for to, wrapped in decode(body)[7] if kind == 2 else ():
            assert HPKE.decrypt(wrapped, own, b"lianke grant 1" + a + (decode(body)[6] + to).encode()) == keys[decode(body)[6]]
out["members"], documents, previous = [[i, said[2], said[3], said[7], said[9]] for i, said in members.items()], {}, ""
for path in sorted(depot.glob("s/*/*.seg")):
    assert path.stem[9:] == ident(path.read_bytes()); header, rest = split(path.read_bytes(), b"LKS1")
    _, _, of, replica, seq, before, signer, table, reader, sections = decode(header); ciphertext, at = rest[64:], 0
    Public(members[signer][4]).verify(rest[:64], b"lianke seg 1" + sha(header) + sha(ciphertext)); assert before == previous
    for index, (circle, epoch, wraps, salt, length) in enumerate(sections):
        key = hkdf(keys[epoch], salt, b"lianke sec 1" + a + bytes([circle]) + epoch.encode())
        for kind, circle, home, key_, nonce, update, person, when in unseal(key, ciphertext[at : at + length], b"lianke sec 1" + header + bytes([index])):
            digest = int.from_bytes(sha(b"lianke record 1" + lengths(a, *map(str.encode, (kind, circle, home)), key_))[:16], "big")
            record = str(uuid.UUID(int=digest & ~(0xF << 76 | 3 << 62) | 8 << 76 | 2 << 62))
            documents.setdefault(record, loro.LoroDoc()).import_(operations(*decode(update[4:])) if update[:4] == b"LKP1" else update)
            peer = int.from_bytes(sha(b"lianke peer" + ident(members[signer][4]).encode() + nonce)[:8], "big") >> 1
            assert list(documents[record].oplog_vv.to_spans().inner()) == [peer]; out["changes"].append([seq, kind, circle, record])
        at, previous = at + length, path.stem[9:]
for path in sorted(depot.glob("b/*/*.bpk")): header, rest = split(path.read_bytes(), b"LKB1"); out["pieces"] = decode(header)[2]; assert ident(rest) == out["pieces"][0][0]
out |= {"records": {i: d.get_deep_value() for i, d in documents.items()}, "tips": [p.name for p in depot.glob("t/*.tip")]}; print(json.dumps(out, ensure_ascii=False, sort_keys=True, indent=1))
