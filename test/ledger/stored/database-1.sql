
  CREATE TABLE identity (campaign TEXT NOT NULL, grid TEXT NOT NULL, version BIGINT NOT NULL);
  CREATE TABLE operations (
    key TEXT PRIMARY KEY,
    lane TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intended', 'acting', 'unconfirmed', 'ended')),
    outcome TEXT,
    message TEXT,
    attempt BIGINT NOT NULL,
    sent_at TEXT,
    quiet_until TEXT,
    token BIGINT NOT NULL,
    lease_until_ms BIGINT NOT NULL,
    actor TEXT NOT NULL,
    since TEXT NOT NULL,
    day TEXT NOT NULL
  );
  CREATE UNIQUE INDEX one_open_a_lane ON operations (lane) WHERE state <> 'ended';
  CREATE TABLE queues (
    queue TEXT PRIMARY KEY,
    settled BIGINT NOT NULL DEFAULT 0,
    pilot TEXT,
    containers TEXT,
    status TEXT,
    verdict TEXT,
    adopted TEXT
  );
  CREATE TABLE claims (
    pool TEXT NOT NULL,
    member TEXT NOT NULL,
    key TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    queue TEXT,
    PRIMARY KEY (pool, member, key)
  );
  CREATE TABLE shares (
    pool TEXT NOT NULL,
    member TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (pool, member)
  );
  CREATE TABLE requests (
    site TEXT NOT NULL,
    step TEXT NOT NULL,
    round BIGINT NOT NULL,
    fact TEXT NOT NULL,
    PRIMARY KEY (site, step, round)
  );
  CREATE TABLE events (
    id BIGINT PRIMARY KEY,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    key TEXT,
    site TEXT,
    queue TEXT,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
  );
  CREATE TABLE events_written (written BIGINT NOT NULL);
  INSERT INTO events_written VALUES (0);
  CREATE FUNCTION count_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      EXECUTE format('UPDATE %I.events_written SET written = $1', TG_TABLE_SCHEMA) USING NEW.id;
      RETURN NULL;
    END $$;
  CREATE TRIGGER count_event AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION count_event();
INSERT INTO identity SELECT * FROM json_populate_recordset(NULL::identity, $rows$[
{"campaign":"pilot2","grid":"world-1","version":1}
]$rows$);
INSERT INTO operations SELECT * FROM json_populate_recordset(NULL::operations, $rows$[
{"key":"pilot2/BACK/flip#0","lane":"queue BACK","body":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/BACK/flip#0\",\"kind\":\"flip\",\"queue\":\"BACK\",\"reason\":\"OSCER is ready.\",\"site\":\"OSCER\",\"subject\":\"BACK\"}","state":"ended","outcome":"done","message":"As planned.","attempt":1,"sent_at":"2019-08-05T06:04:00.000Z","quiet_until":null,"token":1,"lease_until_ms":0,"actor":"{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"}","since":"2019-08-05T06:04:00.000Z","day":"2019-08-05"},
{"key":"pilot2/BACK/rollback#1","lane":"queue BACK","body":"{\"after\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"before\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"claims\":[],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/BACK/rollback#1\",\"kind\":\"rollback\",\"queue\":\"BACK\",\"reason\":\"1305 on every node\",\"site\":\"OSCER\",\"subject\":\"BACK\"}","state":"ended","outcome":"done","message":"As planned.","attempt":1,"sent_at":"2019-08-05T07:00:00.000Z","quiet_until":null,"token":1,"lease_until_ms":0,"actor":"{\"host\":\"lab\",\"name\":\"ben\",\"pid\":2,\"startedAt\":\"start-2\"}","since":"2019-08-05T07:00:00.000Z","day":"2019-08-05"},
{"key":"pilot2/DONE/flip#0","lane":"queue DONE","body":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/DONE/flip#0\",\"kind\":\"flip\",\"queue\":\"DONE\",\"reason\":\"OSCER is ready.\",\"site\":\"OSCER\",\"subject\":\"DONE\"}","state":"ended","outcome":"done","message":"As planned.","attempt":1,"sent_at":"2019-08-05T06:00:00.000Z","quiet_until":null,"token":1,"lease_until_ms":0,"actor":"{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"}","since":"2019-08-05T06:00:00.000Z","day":"2019-08-05"},
{"key":"pilot2/FAILED/flip#0","lane":"queue FAILED","body":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/FAILED/flip#0\",\"kind\":\"flip\",\"queue\":\"FAILED\",\"reason\":\"OSCER is ready.\",\"site\":\"OSCER\",\"subject\":\"FAILED\"}","state":"ended","outcome":"failed","message":"As planned.","attempt":1,"sent_at":"2019-08-05T06:02:00.000Z","quiet_until":null,"token":1,"lease_until_ms":0,"actor":"{\"host\":\"lab\",\"name\":\"ben\",\"pid\":2,\"startedAt\":\"start-2\"}","since":"2019-08-05T06:02:00.000Z","day":"2019-08-05"},
{"key":"pilot2/LOST/containers-off#1","lane":"queue LOST","body":"{\"after\":{\"container_type\":\"\"},\"before\":{\"container_type\":\"singularity:pilot\"},\"claims\":[],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/LOST/containers-off#1\",\"kind\":\"containers-off\",\"queue\":\"LOST\",\"reason\":\"OSCER is ready.\",\"site\":\"OSCER\",\"subject\":\"LOST\",\"supersedes\":\"pilot2/LOST/flip#0\"}","state":"ended","outcome":"done","message":"As planned.","attempt":1,"sent_at":"2019-08-05T07:30:00.000Z","quiet_until":null,"token":1,"lease_until_ms":0,"actor":"{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"}","since":"2019-08-05T07:30:00.000Z","day":"2019-08-05"},
{"key":"pilot2/LOST/flip#0","lane":"queue LOST","body":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/LOST/flip#0\",\"kind\":\"flip\",\"queue\":\"LOST\",\"reason\":\"OSCER is ready.\",\"site\":\"OSCER\",\"subject\":\"LOST\"}","state":"ended","outcome":"superseded","message":"Replaced by pilot2/LOST/containers-off#1 of anna.","attempt":1,"sent_at":"2019-08-05T06:08:00.000Z","quiet_until":null,"token":1,"lease_until_ms":0,"actor":"{\"host\":\"lab\",\"name\":\"ben\",\"pid\":2,\"startedAt\":\"start-2\"}","since":"2019-08-05T06:08:00.000Z","day":"2019-08-05"},
{"key":"pilot2/OPEN/flip#0","lane":"queue OPEN","body":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"key\":\"pilot2/OPEN/flip#0\",\"kind\":\"flip\",\"queue\":\"OPEN\",\"reason\":\"OSCER is ready.\",\"site\":\"OSCER\",\"subject\":\"OPEN\"}","state":"unconfirmed","outcome":null,"message":"As planned.","attempt":1,"sent_at":"2019-08-05T07:31:00.000Z","quiet_until":null,"token":2,"lease_until_ms":0,"actor":"{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"}","since":"2019-08-05T07:31:00.000Z","day":"2019-08-05"}
]$rows$);
INSERT INTO queues SELECT * FROM json_populate_recordset(NULL::queues, $rows$[
{"queue":"BACK","settled":2,"pilot":"{\"actor\":\"ben\",\"after\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"at\":\"2019-08-05T07:01:00.000Z\",\"before\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"day\":\"2019-08-05\",\"effectiveAt\":\"2019-08-05T07:26:00.000Z\",\"key\":\"pilot2/BACK/rollback#1\",\"kind\":\"rollback\",\"outcome\":\"done\"}","containers":null,"status":null,"verdict":null,"adopted":null},
{"queue":"DONE","settled":1,"pilot":"{\"actor\":\"anna\",\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"at\":\"2019-08-05T06:01:00.000Z\",\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"day\":\"2019-08-05\",\"effectiveAt\":\"2019-08-05T06:26:00.000Z\",\"key\":\"pilot2/DONE/flip#0\",\"kind\":\"flip\",\"outcome\":\"done\"}","containers":null,"status":null,"verdict":"{\"at\":\"2019-08-05T11:00:00.000Z\",\"by\":\"commissioning\",\"ends\":null,\"generation\":1,\"queue\":\"DONE\",\"reason\":\"40 jobs, none failed.\",\"verdict\":\"good\"}","adopted":null},
{"queue":"FOUND","settled":0,"pilot":null,"containers":null,"status":null,"verdict":null,"adopted":"{\"at\":\"2019-08-05T11:01:00.000Z\",\"changedAt\":null,\"queue\":\"FOUND\",\"site\":\"AGLT2\",\"underWatch\":false}"},
{"queue":"LOST","settled":2,"pilot":null,"containers":"{\"actor\":\"anna\",\"after\":{\"container_type\":\"\"},\"at\":\"2019-08-05T07:31:00.000Z\",\"before\":{\"container_type\":\"singularity:pilot\"},\"day\":\"2019-08-05\",\"effectiveAt\":\"2019-08-05T07:56:00.000Z\",\"key\":\"pilot2/LOST/containers-off#1\",\"kind\":\"containers-off\",\"outcome\":\"done\"}","status":null,"verdict":null,"adopted":null}
]$rows$);
INSERT INTO claims SELECT * FROM json_populate_recordset(NULL::claims, $rows$[
{"pool":"in_commissioning","member":"OSCER","key":"pilot2/LOST/flip#0","amount":1,"queue":"LOST"},
{"pool":"in_commissioning","member":"OSCER","key":"pilot2/OPEN/flip#0","amount":1,"queue":"OPEN"},
{"pool":"sites/2019-08-05","member":"OSCER","key":"pilot2/BACK/flip#0","amount":1,"queue":"BACK"},
{"pool":"sites/2019-08-05","member":"OSCER","key":"pilot2/DONE/flip#0","amount":1,"queue":"DONE"},
{"pool":"sites/2019-08-05","member":"OSCER","key":"pilot2/LOST/flip#0","amount":1,"queue":"LOST"},
{"pool":"sites/2019-08-05","member":"OSCER","key":"pilot2/OPEN/flip#0","amount":1,"queue":"OPEN"}
]$rows$);
INSERT INTO shares SELECT * FROM json_populate_recordset(NULL::shares, $rows$[
{"pool":"in_commissioning","member":"OSCER","amount":1},
{"pool":"sites/2019-08-05","member":"OSCER","amount":1}
]$rows$);
INSERT INTO requests SELECT * FROM json_populate_recordset(NULL::requests, $rows$[
{"site":"AGLT2","step":"migration","round":1,"fact":"{\"by\":\"ggus\",\"reason\":null,\"ref\":\"GGUS-1 (1)\",\"round\":1,\"since\":\"2019-08-05T11:02:00.000Z\",\"site\":\"AGLT2\",\"state\":\"accepted\",\"step\":\"migration\"}"}
]$rows$);
INSERT INTO events SELECT * FROM json_populate_recordset(NULL::events, $rows$[
{"id":1,"at":"2019-08-05T06:00:00.000Z","actor":"anna","what":"intended","key":"pilot2/DONE/flip#0","site":"OSCER","queue":"DONE","detail":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"kind\":\"flip\",\"reason\":\"OSCER is ready.\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"},\"operation\":{\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"subject\":\"DONE\"},\"token\":1}}","hash":"1080d97a44184df3b53f98a5c5e4c425060e387f7e946bcbead07517d462c9e8"},
{"id":10,"at":"2019-08-05T07:00:00.000Z","actor":"ben","what":"intended","key":"pilot2/BACK/rollback#1","site":"OSCER","queue":"BACK","detail":"{\"after\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"before\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"kind\":\"rollback\",\"reason\":\"1305 on every node\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"lab\",\"name\":\"ben\",\"pid\":2,\"startedAt\":\"start-2\"},\"operation\":{\"claims\":[],\"inputsFingerprint\":\"slice\",\"subject\":\"BACK\"},\"token\":1}}","hash":"966103cbb027643fb7fb363ad2d7f64af0915e1b440979df4ea958fcbb4855b4"},
{"id":11,"at":"2019-08-05T07:00:00.000Z","actor":"ben","what":"acting","key":"pilot2/BACK/rollback#1","site":"OSCER","queue":"BACK","detail":"{\"attempt\":1}","hash":"1b46053c79c9c489e34b6fff7c20886ac3e6b0fb91226b2d70a5d96cc68261dc"},
{"id":12,"at":"2019-08-05T07:01:00.000Z","actor":"ben","what":"settled","key":"pilot2/BACK/rollback#1","site":"OSCER","queue":"BACK","detail":"{\"message\":\"As planned.\",\"outcome\":\"done\",\"record\":{\"effectiveAt\":\"2019-08-05T07:26:00.000Z\"}}","hash":"878e7f82e34a203bb483aec13f95c15ae79bdedcab387b4ffde41e385524619e"},
{"id":13,"at":"2019-08-05T06:08:00.000Z","actor":"ben","what":"intended","key":"pilot2/LOST/flip#0","site":"OSCER","queue":"LOST","detail":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"kind\":\"flip\",\"reason\":\"OSCER is ready.\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"lab\",\"name\":\"ben\",\"pid\":2,\"startedAt\":\"start-2\"},\"operation\":{\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"subject\":\"LOST\"},\"token\":1}}","hash":"ce1e50dd48b0ecc7691c134dbf2ba40936e40e85086cb9185979bbf5f3b1257e"},
{"id":14,"at":"2019-08-05T06:08:00.000Z","actor":"ben","what":"acting","key":"pilot2/LOST/flip#0","site":"OSCER","queue":"LOST","detail":"{\"attempt\":1}","hash":"8af425d69f5a8ab5142bd99ccf166c0a4f97f23d5369f8a7035c0c72f085ffcc"},
{"id":15,"at":"2019-08-05T06:09:00.000Z","actor":"ben","what":"unconfirmed","key":"pilot2/LOST/flip#0","site":"OSCER","queue":"LOST","detail":"{\"message\":\"As planned.\",\"outcome\":\"unconfirmed\",\"record\":{\"effectiveAt\":\"2019-08-05T06:34:00.000Z\"}}","hash":"a258b617e29d51be275b2fe14e411ffa71e9cb20df0a8a354a3cdd73fc32cdbd"},
{"id":16,"at":"2019-08-05T07:30:00.000Z","actor":"anna","what":"superseded","key":"pilot2/LOST/flip#0","site":"OSCER","queue":"LOST","detail":"{\"by\":\"pilot2/LOST/containers-off#1\",\"from\":\"ben@lab 2\"}","hash":"c8397821836d21bf7502288ef812d60e3bcb1b3ae9f117b4343314b6ce4b16b9"},
{"id":17,"at":"2019-08-05T07:30:00.000Z","actor":"anna","what":"intended","key":"pilot2/LOST/containers-off#1","site":"OSCER","queue":"LOST","detail":"{\"after\":{\"container_type\":\"\"},\"before\":{\"container_type\":\"singularity:pilot\"},\"kind\":\"containers-off\",\"reason\":\"OSCER is ready.\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"},\"operation\":{\"claims\":[],\"inputsFingerprint\":\"slice\",\"subject\":\"LOST\",\"supersedes\":\"pilot2/LOST/flip#0\"},\"token\":1}}","hash":"cc17347099131e8fd822e195e86b25070976634f7365023e53daf52eca86608c"},
{"id":18,"at":"2019-08-05T07:30:00.000Z","actor":"anna","what":"acting","key":"pilot2/LOST/containers-off#1","site":"OSCER","queue":"LOST","detail":"{\"attempt\":1}","hash":"7e248ecafe6e4695221a6215eeb519313cbe3bc9a8999daabaec9cfcc3e81cca"},
{"id":19,"at":"2019-08-05T07:31:00.000Z","actor":"anna","what":"settled","key":"pilot2/LOST/containers-off#1","site":"OSCER","queue":"LOST","detail":"{\"message\":\"As planned.\",\"outcome\":\"done\",\"record\":{\"effectiveAt\":\"2019-08-05T07:56:00.000Z\"}}","hash":"d2d55f383b079210426ca2c5a751bf2ed5ffbcd9319eb82db00c45fd8c6ae6e3"},
{"id":2,"at":"2019-08-05T06:00:00.000Z","actor":"anna","what":"acting","key":"pilot2/DONE/flip#0","site":"OSCER","queue":"DONE","detail":"{\"attempt\":1}","hash":"2043562ab6b6945fa5c21da5544895a4df374eae7521e67f1aafc5341a4d4914"},
{"id":20,"at":"2019-08-05T07:31:00.000Z","actor":"anna","what":"intended","key":"pilot2/OPEN/flip#0","site":"OSCER","queue":"OPEN","detail":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"kind\":\"flip\",\"reason\":\"OSCER is ready.\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"},\"operation\":{\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"subject\":\"OPEN\"},\"token\":1}}","hash":"7c5e0c2e79fd0d18f743f272ad0f76cd10ce6da9ba3977471c4c666596a4ee07"},
{"id":21,"at":"2019-08-05T07:31:00.000Z","actor":"anna","what":"acting","key":"pilot2/OPEN/flip#0","site":"OSCER","queue":"OPEN","detail":"{\"attempt\":1}","hash":"0e68ec69a99c5cd8142c8a4573c766750ad413745962373075a5c98e769a448a"},
{"id":22,"at":"2019-08-05T07:32:00.000Z","actor":"anna","what":"unconfirmed","key":"pilot2/OPEN/flip#0","site":"OSCER","queue":"OPEN","detail":"{\"message\":\"As planned.\",\"outcome\":\"unconfirmed\",\"record\":{\"effectiveAt\":\"2019-08-05T07:57:00.000Z\"}}","hash":"42ead120e1cf2e901be1f4ee9f00c3b26e46b6386ac270b9e5a0e60e7a6f3008"},
{"id":23,"at":"2019-08-05T11:00:00.000Z","actor":"anna","what":"verdict","key":null,"site":"OSCER","queue":"DONE","detail":"{\"at\":\"2019-08-05T11:00:00.000Z\",\"by\":\"commissioning\",\"ends\":null,\"generation\":1,\"queue\":\"DONE\",\"reason\":\"40 jobs, none failed.\",\"verdict\":\"good\"}","hash":"2e86628591de333f7c1530f67eef7728353cf58376a8526fd68e7e37e89dad47"},
{"id":24,"at":"2019-08-05T11:01:00.000Z","actor":"anna","what":"adopted","key":null,"site":"AGLT2","queue":"FOUND","detail":"{\"at\":\"2019-08-05T11:01:00.000Z\",\"changedAt\":null,\"queue\":\"FOUND\",\"site\":\"AGLT2\",\"underWatch\":false}","hash":"ee42cc4d4068bd683506e1daf85833aa4378fab1af55977dd4529fa25f8e7dab"},
{"id":25,"at":"2019-08-05T11:02:00.000Z","actor":"anna","what":"request","key":null,"site":"AGLT2","queue":null,"detail":"{\"by\":\"ggus\",\"reason\":null,\"ref\":\"GGUS-1 (1)\",\"round\":1,\"since\":\"2019-08-05T11:02:00.000Z\",\"site\":\"AGLT2\",\"state\":\"accepted\",\"step\":\"migration\"}","hash":"0a3ac80e1a7856ade5883610c9977c002dc6905c7b328441dda61ef12d02063d"},
{"id":26,"at":"2019-08-05T11:03:00.000Z","actor":"ben","what":"released","key":"pilot2/OPEN/flip#0","site":"OSCER","queue":"OPEN","detail":"{\"from\":\"anna@desk 1\",\"reason\":\"anna is on leave\"}","hash":"07374c2bcc1eedacfc30fcb73845016c8f9f81bb8cb878373ecbaf7be7eef4dc"},
{"id":3,"at":"2019-08-05T06:01:00.000Z","actor":"anna","what":"settled","key":"pilot2/DONE/flip#0","site":"OSCER","queue":"DONE","detail":"{\"message\":\"As planned.\",\"outcome\":\"done\",\"record\":{\"effectiveAt\":\"2019-08-05T06:26:00.000Z\"}}","hash":"9a995e40078cdf98866725c0ffb8aa5b5d022f65c86b5cc8970f6383ed66af43"},
{"id":4,"at":"2019-08-05T06:02:00.000Z","actor":"ben","what":"intended","key":"pilot2/FAILED/flip#0","site":"OSCER","queue":"FAILED","detail":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"kind\":\"flip\",\"reason\":\"OSCER is ready.\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"lab\",\"name\":\"ben\",\"pid\":2,\"startedAt\":\"start-2\"},\"operation\":{\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"subject\":\"FAILED\"},\"token\":1}}","hash":"c985ccaebc4409cd033652f0336b023d1d9dcdad41b0f98892f8f6119624b446"},
{"id":5,"at":"2019-08-05T06:02:00.000Z","actor":"ben","what":"acting","key":"pilot2/FAILED/flip#0","site":"OSCER","queue":"FAILED","detail":"{\"attempt\":1}","hash":"d3376dd960481f4463bb669791bc3baec32865b1be8272988124f4e6fadfc2a1"},
{"id":6,"at":"2019-08-05T06:03:00.000Z","actor":"ben","what":"settled","key":"pilot2/FAILED/flip#0","site":"OSCER","queue":"FAILED","detail":"{\"message\":\"As planned.\",\"outcome\":\"failed\",\"record\":{\"effectiveAt\":\"2019-08-05T06:28:00.000Z\"}}","hash":"38471af238b7d76b5355db8c18a2fa7176d0fa11411eb145f373b7856752f440"},
{"id":7,"at":"2019-08-05T06:04:00.000Z","actor":"anna","what":"intended","key":"pilot2/BACK/flip#0","site":"OSCER","queue":"BACK","detail":"{\"after\":{\"container_type\":\"singularity:pilot\",\"pilot_version\":\"2\"},\"before\":{\"container_type\":\"singularity:wrapper\",\"pilot_version\":\"1\"},\"kind\":\"flip\",\"reason\":\"OSCER is ready.\",\"record\":{\"day\":\"2019-08-05\",\"holder\":{\"host\":\"desk\",\"name\":\"anna\",\"pid\":1,\"startedAt\":\"start-1\"},\"operation\":{\"claims\":[{\"amount\":1,\"limit\":5,\"member\":\"OSCER\",\"pool\":\"sites/2019-08-05\"},{\"amount\":1,\"limit\":20,\"member\":\"OSCER\",\"pool\":\"in_commissioning\"}],\"inputsFingerprint\":\"slice\",\"subject\":\"BACK\"},\"token\":1}}","hash":"4b2e7ff38d49281b7ccb4ac019f3c8fc14ec395a1932f2024478f764d2b2aace"},
{"id":8,"at":"2019-08-05T06:04:00.000Z","actor":"anna","what":"acting","key":"pilot2/BACK/flip#0","site":"OSCER","queue":"BACK","detail":"{\"attempt\":1}","hash":"7f7f55be059d037c54b9078dbd558e5d57e7d5f70e4ea1c0f3e99a9cf35e9621"},
{"id":9,"at":"2019-08-05T06:05:00.000Z","actor":"anna","what":"settled","key":"pilot2/BACK/flip#0","site":"OSCER","queue":"BACK","detail":"{\"message\":\"As planned.\",\"outcome\":\"done\",\"record\":{\"effectiveAt\":\"2019-08-05T06:30:00.000Z\"}}","hash":"8662abdeeb94a86bdd977a0d4e1225a5138adecc3b2b20584d342d99994be8ad"}
]$rows$);
UPDATE events_written SET written = 26;
