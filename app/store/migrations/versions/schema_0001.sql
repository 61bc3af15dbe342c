CREATE TABLE alias (
	id BLOB NOT NULL,
	company BLOB,
	same_as BLOB,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX alias_company ON alias (company);
CREATE INDEX alias_contested ON alias (contested) WHERE contested > 0;
CREATE TABLE answer (
	id BLOB NOT NULL,
	interview BLOB,
	question TEXT,
	instances TEXT,
	respondent TEXT,
	value TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX answer_contested ON answer (contested) WHERE contested > 0;
CREATE INDEX answer_interview ON answer (interview);
CREATE TABLE applied (
	device BLOB NOT NULL,
	incarnation INTEGER NOT NULL,
	sequence INTEGER NOT NULL,
	hash BLOB NOT NULL,
	at BIGINT NOT NULL,
	PRIMARY KEY (device)
);
CREATE TABLE awaited (
	entity INTEGER NOT NULL,
	"row" BLOB NOT NULL,
	field INTEGER NOT NULL,
	stamp BLOB NOT NULL,
	PRIMARY KEY (entity, "row", field, stamp)
)
 WITHOUT ROWID;
CREATE TABLE company (
	id BLOB NOT NULL,
	orgnr TEXT,
	serial TEXT,
	name TEXT,
	municipality TEXT,
	sni TEXT,
	sni_version TEXT,
	legal_form TEXT,
	women INTEGER,
	men INTEGER,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX company_contested ON company (contested) WHERE contested > 0;
CREATE TABLE compartment_key (
	compartment BLOB NOT NULL,
	epoch INTEGER NOT NULL,
	"key" BLOB NOT NULL,
	kind INTEGER NOT NULL,
	company BLOB,
	PRIMARY KEY (compartment, epoch, "key")
);
CREATE TABLE interview (
	id BLOB NOT NULL,
	company BLOB,
	form TEXT,
	form_version TEXT,
	status TEXT,
	finished_on TEXT,
	reason TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX interview_company ON interview (company);
CREATE INDEX interview_contested ON interview (contested) WHERE contested > 0;
CREATE TABLE licence (
	id BLOB NOT NULL,
	company BLOB,
	person BLOB,
	skill BLOB,
	day TEXT,
	previous BLOB,
	state TEXT,
	valid_to TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX licence_company ON licence (company);
CREATE INDEX licence_contested ON licence (contested) WHERE contested > 0;
CREATE TABLE local_state (
	"key" TEXT NOT NULL,
	value BLOB NOT NULL,
	PRIMARY KEY ("key")
);
CREATE TABLE matrix_source (
	id BLOB NOT NULL,
	company BLOB,
	sheet TEXT,
	day TEXT,
	answers TEXT,
	open_questions TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX matrix_source_company ON matrix_source (company);
CREATE INDEX matrix_source_contested ON matrix_source (contested) WHERE contested > 0;
CREATE TABLE op (
	id INTEGER NOT NULL,
	kind INTEGER NOT NULL,
	entity INTEGER NOT NULL,
	"row" BLOB NOT NULL,
	field INTEGER NOT NULL,
	value ,
	bases BLOB NOT NULL,
	PRIMARY KEY (id)
);
CREATE TABLE outgoing (
	number INTEGER NOT NULL,
	path TEXT NOT NULL,
	data BLOB NOT NULL,
	PRIMARY KEY (number)
);
CREATE TABLE person (
	id BLOB NOT NULL,
	company BLOB,
	name TEXT,
	team TEXT,
	shift TEXT,
	job TEXT,
	part_time INTEGER,
	place TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX person_company ON person (company);
CREATE INDEX person_contested ON person (contested) WHERE contested > 0;
CREATE TABLE programme_revision (
	id BLOB NOT NULL,
	revision INTEGER,
	text TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX programme_revision_contested ON programme_revision (contested) WHERE contested > 0;
CREATE TABLE rating (
	id BLOB NOT NULL,
	company BLOB,
	person BLOB,
	skill BLOB,
	day TEXT,
	kind TEXT,
	by_role TEXT,
	previous BLOB,
	level INTEGER,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX rating_company ON rating (company);
CREATE INDEX rating_contested ON rating (contested) WHERE contested > 0;
CREATE TABLE repeat_instance (
	id BLOB NOT NULL,
	interview BLOB,
	question TEXT,
	instances TEXT,
	place TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX repeat_instance_contested ON repeat_instance (contested) WHERE contested > 0;
CREATE INDEX repeat_instance_interview ON repeat_instance (interview);
CREATE TABLE requirement (
	id BLOB NOT NULL,
	company BLOB,
	skill BLOB,
	scope TEXT,
	level INTEGER,
	headcount INTEGER,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX requirement_company ON requirement (company);
CREATE INDEX requirement_contested ON requirement (contested) WHERE contested > 0;
CREATE TABLE respondent_name (
	id BLOB NOT NULL,
	interview BLOB,
	question TEXT,
	instances TEXT,
	respondent TEXT,
	value TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX respondent_name_contested ON respondent_name (contested) WHERE contested > 0;
CREATE INDEX respondent_name_interview ON respondent_name (interview);
CREATE TABLE scale (
	id BLOB NOT NULL,
	company BLOB,
	name TEXT,
	steps TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX scale_company ON scale (company);
CREATE INDEX scale_contested ON scale (contested) WHERE contested > 0;
CREATE TABLE session (
	id BLOB NOT NULL,
	company BLOB,
	activity TEXT,
	date TEXT,
	minutes INTEGER,
	note TEXT,
	women INTEGER,
	men INTEGER,
	next_step TEXT,
	next_by TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX session_company ON session (company);
CREATE INDEX session_contested ON session (contested) WHERE contested > 0;
CREATE TABLE skill (
	id BLOB NOT NULL,
	company BLOB,
	name TEXT,
	skill_group BLOB,
	kind TEXT,
	scale BLOB,
	threshold INTEGER,
	place TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX skill_company ON skill (company);
CREATE INDEX skill_contested ON skill (contested) WHERE contested > 0;
CREATE TABLE skill_group (
	id BLOB NOT NULL,
	company BLOB,
	name TEXT,
	place TEXT,
	born INTEGER DEFAULT 0 NOT NULL,
	gone INTEGER DEFAULT 0 NOT NULL,
	heads BLOB NOT NULL,
	contested INTEGER DEFAULT 0 NOT NULL,
	PRIMARY KEY (id)
)
 WITHOUT ROWID;
CREATE INDEX skill_group_company ON skill_group (company);
CREATE INDEX skill_group_contested ON skill_group (contested) WHERE contested > 0;
CREATE TABLE unit (
	number INTEGER NOT NULL,
	id BLOB NOT NULL,
	stamp BLOB NOT NULL,
	person TEXT NOT NULL,
	verb TEXT NOT NULL,
	at BIGINT NOT NULL,
	undoes BLOB,
	company BLOB,
	incarnation INTEGER NOT NULL,
	sequence INTEGER,
	PRIMARY KEY (number),
	UNIQUE (id),
	UNIQUE (stamp)
);
CREATE TABLE unread_section (
	device BLOB NOT NULL,
	sequence INTEGER NOT NULL,
	compartment BLOB NOT NULL,
	epoch INTEGER NOT NULL,
	file TEXT NOT NULL,
	PRIMARY KEY (device, sequence, compartment)
);
