-- Articles are looked up by their address: a page names the same in another language by it.

CREATE INDEX article_by_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX origin_by_origin ON origin (origin);
