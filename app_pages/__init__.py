"""The web app: one short file per page, and what the pages share."""
