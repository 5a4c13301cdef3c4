-- What has arrived since a snapshot: by the transaction, since an earlier arrival may become visible later.
create index facts_xid on facts (xid);
