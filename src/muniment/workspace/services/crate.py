"""The RO-Crate of a package: its files and what they are, in the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from muniment.workspace.models import Collection, Source
from muniment.workspace.opened import opened
from muniment.workspace.sensitive import said_of

Json = dict[str, Any]
_PROFILE = "https://w3id.org/ro/crate/1.1"


def crate(
    collection: Collection, sources: Sequence[Source], at: str, payload: Mapping[str, str]
) -> bytes:
    """The metadata file of a crate with these files (names within the bag, with SHA-256)."""
    files = {name.removeprefix("data/"): sha256 for name, sha256 in payload.items()}
    graph: list[Json] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "conformsTo": {"@id": _PROFILE},
            "about": {"@id": "./"},
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "name": f"Evidence package: {collection.name}",
            "description": "Sources as received, with their claims, decisions and custody.",
            "datePublished": at,
            "license": "Not for publication: see the terms under which it was handed over.",
            "publisher": {"@id": "#workspace"},
            "hasPart": [{"@id": quote(each)} for each in files]
            + [{"@id": f"sources/{each.key}/"} for each in sources],
        },
        {"@id": "#workspace", "@type": "Organization", "name": opened().folder.name},
    ]
    for source in sources:
        place = f"sources/{source.key}/"
        said = said_of(source)
        row: Json = {
            "@id": place,
            "@type": "Dataset",
            "name": said["title"] or said["name"],
            "identifier": source.key,
            "dateCreated": source.date or None,
            "inLanguage": source.language or None,
            "hasPart": [{"@id": quote(each)} for each in files if each.startswith(place)],
        }
        if said["issuer"]:
            row["author"] = {"@id": f"#issuer-{source.key}"}
            graph.append(
                {
                    "@id": f"#issuer-{source.key}",
                    "@type": "Organization",
                    "name": said["issuer"],
                }
            )
        graph.append({name: value for name, value in row.items() if value is not None})
    originals = {f"sources/{each.key}/original/": each for each in sources}
    for name, sha256 in files.items():
        source_of = next((each for at, each in originals.items() if name.startswith(at)), None)
        row = {"@id": quote(name), "@type": "File", "name": name.rpartition("/")[2]}
        row["identifier"] = f"sha256:{sha256}"
        if source_of is not None:
            row |= {
                "contentSize": str(source_of.size),
                "encodingFormat": source_of.media_type or "application/octet-stream",
                "dateModified": source_of.received_at.isoformat(),
            }
        graph.append(row)
    content = {"@context": f"{_PROFILE}/context", "@graph": graph}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
