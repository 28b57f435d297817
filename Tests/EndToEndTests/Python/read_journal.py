"""Reads a journal of Flagdeck as docs/reference/journal-format.md describes it.

    python3 read_journal.py DIR/journal

Checks every checksum, hash, number and redaction, prints one line of JSON an entry (number, chain
hash, kind, actor, time) and a last one with what was found. Ends with 1 at the first thing wrong.
"""

import hashlib
import json
import os
import re
import sys

TABLE = []
for number in range(256):
    for _ in range(8):
        number = number >> 1 ^ (0x82F63B78 if number & 1 else 0)
    TABLE.append(number)


def crc32c(data):
    value = 0xFFFFFFFF
    for byte in data:
        value = value >> 8 ^ TABLE[(value ^ byte) & 255]
    return b"%08x" % (value ^ 0xFFFFFFFF)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def check(condition, what):
    if not condition:
        raise SystemExit("%s" % what)


def canonical(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def checked_line(line, where):
    """Canonical JSON, a blank, and the checksum of both."""
    check(crc32c(line[:-8]) == line[-8:] and line[-9:-8] == b" ", where + ": checksum")
    return json.loads(line[:-9])


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def segments(folder):
    found = {}
    for place in (folder, os.path.join(folder, "archive")):
        for name in os.listdir(place) if os.path.isdir(place) else []:
            if re.fullmatch(r"\d{20}\.journal", name):
                check(int(name[:20]) not in found, name + ": there twice")
                found[int(name[:20])] = os.path.join(place, name)
    return sorted(found.items())


def head_slot(folder, ident):
    """The newer valid slot, or None."""
    path = os.path.join(folder, "head")
    data = contents(path) if os.path.exists(path) else b""
    slots = []
    for start in (0, 512):
        slot = data[start : start + 512]
        if len(slot) == 512 and crc32c(ident + slot[:170]) == slot[170:178]:
            slots.append((int(slot[:20]), int(slot[21:41]), slot[84:148].decode()))
    return max(slots) if slots else None


def record_at(data, offset, ident):
    """The fields of the line at an offset; None when it does not read back."""
    line = data[offset : offset + 199]
    if len(line) < 199 or crc32c(ident + line[:190]) != line[190:198]:
        return None
    size = int(line[42:50], 16)
    body = data[offset + 199 : offset + 199 + size]
    if size > 1 << 20 or data[offset + 199 + size : offset + 200 + size] != b"\n":
        return None
    fields = dict(
        sequence=int(line[:20]), through=int(line[21:41]), chain=line[125:189].decode(),
        linked=line[:124], end=offset + 200 + size,
    )
    if crc32c(ident + body) == line[51:59]:
        if sha256(body).encode() != line[60:124]:
            return None
        fields["body"] = json.loads(body)
        return fields if canonical(fields["body"]) == body else None
    try:
        mark = json.loads(body)
    except ValueError:
        return None
    names = ["entry", "kind", "last", "redacted", "time", "version"]
    is_mark = sorted(mark) == names and canonical(mark) == body.rstrip(b" ")
    if not is_mark or mark["redacted"] <= mark["entry"]:
        return None
    fields["body"] = mark
    return fields


def entries_of(folder, ident, last):
    """Every entry with its records, through the sequence `last` or as far as lines read back."""
    chain = sha256(b"flagdeck-genesis" + ident)
    sequence, entries = 0, []
    files = segments(folder)
    for first, path in files:
        data = contents(path)
        size = data.index(b"\n") + 1
        header = checked_line(data[: size - 1], path)
        expected = dict(chain=chain, entry=len(entries) + 1, first=sequence + 1, format=1,
                        journal=ident.decode())
        created = header.pop("created")
        check(header == expected and first == sequence + 1 and created >= 0, path + ": first line")
        offset, through, open_records = size, 0, []
        while offset < len(data) and (last is None or sequence < last):
            record = record_at(data, offset, ident)
            if record is None and last is None and first == files[-1][0]:
                break
            check(record, "%s, byte %d: does not read back" % (path, offset))
            where = "%s, record %d" % (path, record["sequence"])
            check(record["sequence"] == sequence + 1, where + ": sequence")
            check(through <= record["through"] < record["sequence"], where + ": durable through")
            chain = sha256(b"\0" + bytes.fromhex(chain) + record["linked"])
            check(record["chain"] == chain, where + ": chain hash")
            check(record["body"]["entry"] == len(entries) + 1, where + ": entry number")
            sequence, through, offset = sequence + 1, record["through"], record["end"]
            open_records.append(record)
            if record["body"]["last"]:
                entries.append(open_records)
                open_records = []
        check(not open_records or last is None, path + ": an entry is not whole")
    check(last is None or sequence == last, "records %d to %s are missing" % (sequence + 1, last))
    return entries


def content(entries, number):
    """Actor, command and the parts of the payload of an entry, wherever they stand now."""
    records = entries[number - 1]
    bodies = [record["body"] for record in records]
    if all("redacted" not in body for body in bodies):
        return bodies[0]["actor"], bodies[0]["command"], [body["payload"] for body in bodies]
    damage = "entry %d: blanked without a redaction entry" % number
    holder = bodies[0]["redacted"]
    for _ in range(1000):
        check(number < holder <= len(entries), damage)
        body = entries[holder - 1][0]["body"]
        check(body["kind"] == "journal.redacted", damage)
        if "redacted" not in body:
            break
        holder = body["redacted"]
    held = [
        element
        for record in entries[holder - 1]
        for element in record["body"]["payload"]["entries"]
        if element["entry"] == number
    ]
    check(held and held[0]["records"] == len(records), damage)
    for body in bodies:
        check(all(body.get(key) == held[0][key]
                  for key in ("entry", "kind", "redacted", "time", "version")), damage)
    return held[0]["actor"], held[0]["command"], [element["payload"] for element in held]


def check_snapshots(folder, ident, entries):
    place, count = os.path.join(folder, "snapshots"), 0
    for name in sorted(os.listdir(place)) if os.path.isdir(place) else []:
        if not re.fullmatch(r"\d{20}\.snapshot", name):
            continue
        data = contents(os.path.join(place, name))
        first, table, end, state = data.split(b"\n", 3)
        check(sha256(first + b"\n" + table + b"\n").encode() == end, name + ": hash")
        header = json.loads(first)
        pieces = [state[:-1][start:start + 65536] for start in range(0, len(state) - 1, 65536)]
        check("".join(map(sha256, pieces)).encode() == table, name + ": hash of a piece")
        last = entries[header["entry"] - 1][-1]
        check(header["journal"] == ident.decode() and header["format"] == 2, name + ": journal")
        check(header["length"] == len(state) - 1 and state[-1:] == b"\n", name + ": length")
        check(header["sequence"] == last["sequence"] == int(name[:20]), name + ": sequence")
        check(header["chain"] == last["chain"], name + ": chain")
        json.loads(state)
        count += 1
    return count


def main(folder):
    identity = contents(os.path.join(folder, "identity"))
    check(identity[-1:] == b"\n", "identity: no line feed")
    identity = checked_line(identity[:-1], "identity")
    check(identity["format"] == 1, "identity: format %s" % identity["format"])
    ident = identity["journal"].encode()
    head = head_slot(folder, ident)
    entries = entries_of(folder, ident, head[1] if head else None)
    if head and head[1]:
        check(entries[-1][-1]["chain"] == head[2], "head: chain hash")
    redacted = 0
    for number, records in enumerate(entries, 1):
        actor, command, parts = content(entries, number)
        body = records[-1]["body"]
        redacted += "redacted" in body
        print(json.dumps(dict(number=number, chain=records[-1]["chain"], kind=body["kind"],
                              actor=actor, time=body["time"], parts=len(parts),
                              payload=sha256(canonical(parts)))))
    found = dict(entries=len(entries), records=sum(map(len, entries)), redacted=redacted,
                 segments=len(segments(folder)), snapshots=check_snapshots(folder, ident, entries),
                 hash=entries[-1][-1]["chain"] if entries else sha256(b"flagdeck-genesis" + ident))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
