-- One file holds a whole run: what the program owns, and one table that stands for the systems outside.

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

-- P5: one durable, versioned row per contract.
CREATE TABLE contracts (
    workflow TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, data TEXT NOT NULL
) STRICT;

-- What is due when. A timer has the version of the row it was set on; a message from outside has none.
CREATE TABLE agenda (
    id TEXT PRIMARY KEY, workflow TEXT NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL, version INTEGER,
    payload TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'due', deliveries INTEGER NOT NULL DEFAULT 1
) STRICT;

-- P3: what happened (facts), and what each consumer made of it (lines).
CREATE TABLE facts (
    seq INTEGER PRIMARY KEY, workflow TEXT NOT NULL, event TEXT NOT NULL, kind TEXT NOT NULL, day INTEGER NOT NULL,
    payload TEXT NOT NULL, UNIQUE (workflow, event)
) STRICT;
CREATE TABLE lines (
    seq INTEGER PRIMARY KEY, workflow TEXT NOT NULL, event TEXT NOT NULL, day INTEGER NOT NULL,
    consumer TEXT NOT NULL, model_version TEXT NOT NULL, prompt_version TEXT NOT NULL, outcome TEXT NOT NULL,
    UNIQUE (workflow, event)
) STRICT;
CREATE TRIGGER facts_stay BEFORE UPDATE ON facts BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;
CREATE TRIGGER facts_remain BEFORE DELETE ON facts BEGIN SELECT RAISE(ABORT, 'facts are append-only'); END;
CREATE TRIGGER lines_stay BEFORE UPDATE ON lines BEGIN SELECT RAISE(ABORT, 'lines are append-only'); END;
CREATE TRIGGER lines_remain BEFORE DELETE ON lines BEGIN SELECT RAISE(ABORT, 'lines are append-only'); END;

-- P5: what the model said, kept before anything is done with it.
CREATE TABLE journal (
    workflow TEXT NOT NULL, event TEXT NOT NULL, body TEXT NOT NULL, model_version TEXT NOT NULL,
    prompt_version TEXT NOT NULL, PRIMARY KEY (workflow, event)
) STRICT;

-- P2: every source that was begun, in the order in which it was begun.
CREATE TABLE saga (
    number INTEGER PRIMARY KEY, saga TEXT NOT NULL, source TEXT NOT NULL, result TEXT, tries INTEGER NOT NULL DEFAULT 0,
    undone INTEGER, UNIQUE (saga, source)
) STRICT;

-- Writes that were committed together with the row and are still to be sent, or were sent or withheld.
CREATE TABLE outbox (
    key TEXT PRIMARY KEY, workflow TEXT NOT NULL, tenant TEXT NOT NULL, day INTEGER NOT NULL, action TEXT NOT NULL,
    permit TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending'
) STRICT;

-- P6: revoked tokens; the scope is a workflow, or "all".
CREATE TABLE revoked (scope TEXT PRIMARY KEY, by TEXT NOT NULL) STRICT;

-- Stands for CRM, billing, network and support. The key makes a repeated write one write.
CREATE TABLE outside (
    key TEXT PRIMARY KEY, system TEXT NOT NULL, workflow TEXT NOT NULL, action TEXT NOT NULL, body TEXT NOT NULL,
    undo TEXT
) STRICT;
