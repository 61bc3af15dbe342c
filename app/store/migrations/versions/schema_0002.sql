CREATE TABLE question_note (
	id BLOB NOT NULL,
	interview BLOB,
	question TEXT,
	instances TEXT,
	note TEXT,
	missing TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX question_note_interview ON question_note (interview);
CREATE INDEX question_note_contested ON question_note (contested) WHERE contested > 0;
CREATE TABLE search_entry (
	place INTEGER NOT NULL,
	entity INTEGER NOT NULL,
	"row" BLOB NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (place),
	UNIQUE ("row", entity)
);
CREATE TABLE search_again (
	unit INTEGER NOT NULL,
	PRIMARY KEY (unit)
);
CREATE VIRTUAL TABLE search_index USING fts5(text, content='search_entry', content_rowid='place', columnsize=0, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0');
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
