"""The workspace: pages for people, an endpoint and linked data for machines. This floor alone knows HTTP.

A page is a function of the site and of what is asked; a child of the server runs it, so that no question, however
wrong, can stop the server or reach beyond the corpus.
"""

from healthkg.web.app import create_app, prepared
from healthkg.web.serving import listen, serve
from healthkg.web.site import Means, Site, open_site
from healthkg.web.watching import Watch

__all__ = ["Means", "Site", "Watch", "create_app", "listen", "open_site", "prepared", "serve"]
