#+ summary:
#+   fr: Marquer un chargement, s'il n'y en a pas d'autre.
#+   en: Mark a load, where there is no other.
#+ params:
#+   mark: { type: iri }
#+   who: { type: string }
#+   since: { type: string }

PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX g: <https://w3id.org/healthkg/graphe/>

INSERT {
  GRAPH g:chargement { ?mark dcterms:creator ?who ; dcterms:created ?since }
}
WHERE {
  VALUES ?mark { g:chargement-0 }
  VALUES ?who { "a person, on a machine" }
  VALUES ?since { "2026-01-01T00:00:00+00:00" }
  FILTER NOT EXISTS { GRAPH g:chargement { ?other dcterms:creator ?another } }
}
