-- By which a person is found who has an e-mail address: HMAC-SHA-256 under a key of the keystore (security.md K9). It stands in
-- the row of the address, and goes with it.
alter table people add column hash bytea;
create index people_by_hash on people (hash) where hash is not null;
