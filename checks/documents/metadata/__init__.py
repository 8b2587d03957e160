"""What a web page says of itself: its headline, authors, site and language, and when it was published.

Read from where publishers put them for search engines and for social networks: Open Graph (https://ogp.me), JSON-LD and
microdata of https://schema.org/Article, HTML's own `<title>`, `<h1>`, `<link rel=canonical>` and `<time
datetime>`, Dublin Core, and the names that Parse.ly, Sailthru and Google Scholar (`citation_`) gave to `<meta>`.

1. `reader.PageReader` goes through the page once and gathers all of these, with the text.
2. `headline`, `moments` and `credits` each decide one thing from what was gathered.
"""

from checks.documents.metadata.moments import day_of
from checks.documents.metadata.reader import PageReader

__all__ = ["PageReader", "day_of"]
