"""The database schema, as named migrations that are each applied once."""

from corpus.store.sqlite import Database, Migrations

migrations = Migrations("faultline")


@migrations()
def create_reports(db: Database) -> None:
    """Create the reports.

    `number` exists because full-text search needs a row id that VACUUM leaves alone; `id` is the permanent name.
    `document` is the whole report as JSON and the truth; the columns beside it are there to be searched.
    """
    db.table("reports").create(
        {
            "number": int,
            **dict.fromkeys(("id", "title", "date", "product", "repository", "kind", "source_grade"), str),
            **dict.fromkeys(("text", "document", "state"), str),
            "version": int,
            **dict.fromkeys(("origin", "author", "created", "updated"), str),
        },
        pk="number",
        not_null={"id", "title", "date", "text", "document", "state", "version", "origin", "author"},
        strict=True,
    )
    db.table("reports").create_index(["id"], unique=True)
    db.table("reports").create_index(["state", "date"])


@migrations()
def create_tags(db: Database) -> None:
    """Create the tags, one row each."""
    db.table("tags").create(
        {"report_id": str, "facet": str, "label": str, "evidence": str},
        pk=("report_id", "facet", "label"),
        foreign_keys=[("report_id", "reports", "id")],
        strict=True,
    )
    db.table("tags").create_index(["facet", "label"])


@migrations()
def create_history(db: Database) -> None:
    """Create every version ever written, and one audit row for every change."""
    db.table("versions").create(
        {"report_id": str, "version": int, "state": str, "document": str, "author": str, "at": str},
        pk=("report_id", "version"),
        foreign_keys=[("report_id", "reports", "id")],
        strict=True,
    )
    db.table("audit").create(
        {"id": int, "at": str, "actor": str, "action": str, "report_id": str, "version": int, "note": str},
        pk="id",
        foreign_keys=[("report_id", "reports", "id")],
        not_null={"at", "actor", "action", "report_id", "version"},
        strict=True,
    )
    db.table("audit").create_index(["report_id"])


@migrations()
def create_search(db: Database) -> None:
    """Create full-text search over title, product and text."""
    db.table("reports").enable_fts(["title", "product", "text"], create_triggers=True, tokenize="porter unicode61")


@migrations()
def create_suggestions(db: Database) -> None:
    """Create the suggestion made for a version of a report, and the key that makes a submission count once."""
    db.table("suggestions").create(
        {
            "report_id": str,
            "version": int,
            "model_version": str,
            "encoder_sha256": str,
            "taxonomy_version": str,
            "suggestion": str,
            "at": str,
        },
        pk=("report_id", "version"),
        foreign_keys=[("report_id", "reports", "id")],
        strict=True,
    )
    db.table("submissions").create(
        {"key": str, "report_id": str, "at": str},
        pk="key",
        foreign_keys=[("report_id", "reports", "id")],
        strict=True,
    )
    db.table("facts").create({"name": str, "value": str}, pk="name", strict=True)


@migrations()
def create_embeddings(db: Database) -> None:
    """Create one vector per report and encoder: float32, little-endian, of the text with the given digest."""
    db.table("embeddings").create(
        {"report_id": str, "encoder_sha256": str, "text_sha256": str, "vector": bytes},
        pk=("report_id", "encoder_sha256"),
        foreign_keys=[("report_id", "reports", "id")],
        strict=True,
    )


@migrations()
def create_diagnoses(db: Database) -> None:
    """Create the diagnoses: what each began with. `symptoms` is a JSON list of label ids."""
    db.table("diagnoses").create(
        dict.fromkeys(("id", "created", "name", "symptoms", "runtime", "text", "state"), str),
        pk="id",
        not_null={"created", "name", "symptoms", "text", "state"},
        strict=True,
    )


@migrations()
def create_diagnosis_answers(db: Database) -> None:
    """Create the answers of the diagnoses, to which rows are only ever added: taking back is a row of its own."""
    db.table("diagnosis_answers").create(
        {
            **{"diagnosis_id": str, "seq": int},
            **dict.fromkeys(("check_id", "answer", "name", "at"), str),
            "takes_back": int,
        },
        pk=("diagnosis_id", "seq"),
        foreign_keys=[("diagnosis_id", "diagnoses", "id")],
        not_null={"check_id", "answer", "name", "at"},
        strict=True,
    )


@migrations()
def create_drafts(db: Database) -> None:
    """Create the drafts: the fields of a report that is being written, as JSON, saved as it grows."""
    db.table("drafts").create(
        {"id": str, "fields": str, "version": int, "discarded": int, "updated": str},
        pk="id",
        not_null={"fields", "version", "discarded", "updated"},
        strict=True,
    )


@migrations()
def add_same_event(db: Database) -> None:
    """Add the report that tells of the same event, so that it can be found from both sides."""
    db.table("reports").add_column("same_event", str)
    db.table("reports").create_index(["same_event"])


@migrations()
def create_action_items(db: Database) -> None:
    """Create what is to be done after an incident, and the audit of it, to which rows are only ever added.

    It is an audit of its own: an action item changes no report, and makes no version of one.
    """
    db.table("action_items").create(
        {"id": int, **dict.fromkeys(("report_id", "text", "owner"), str)},
        pk="id",
        foreign_keys=[("report_id", "reports", "id")],
        not_null={"report_id", "text", "owner"},
        strict=True,
    )
    db.table("action_items").create_index(["report_id"])
    db.table("action_audit").create(
        {"id": int, "item_id": int, **dict.fromkeys(("state", "actor", "at"), str)},
        pk="id",
        foreign_keys=[("item_id", "action_items", "id")],
        not_null={"item_id", "state", "actor", "at"},
        strict=True,
    )
    db.table("action_audit").create_index(["item_id"])


@migrations()
def cover_counts(db: Database) -> None:
    """Put all that is counted and filtered by into indexes: the rows hold whole texts, and are slow to read."""
    columns = ["date", "product", "source_grade", "origin", "kind", "repository"]
    for table, covering, covered in (
        ("reports", ["state", "date", "id", *columns[1:]], "idx_reports_state_date"),
        ("reports", ["id", "state", *columns], None),
        ("tags", ["facet", "label", "report_id"], "idx_tags_facet_label"),
    ):
        db.table(table).create_index(covering)
        if covered:
            db.table(table).drop_index(covered)


@migrations()
def create_work(db: Database) -> None:
    """Create the long work that pages start: `seen` is when its process was last alive; one of a kind runs at a time.

    `arguments` is a JSON list for the command line; `outcome` is "done" or "failed", empty while it runs.
    """
    names = ("kind", "arguments", "name", "begun", "seen", "progress", "outcome", "result")
    db.table("work").create({"id": int, **dict.fromkeys(names, str)}, pk="id", not_null=set(names), strict=True)
    db.table("work").create_index(["kind"])
