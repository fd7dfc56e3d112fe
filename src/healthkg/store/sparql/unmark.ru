#+ summary:
#+   fr: Ôter la marque d'un chargement.
#+   en: Take the mark of a load away.
#+ params:
#+   mark: { type: iri }

PREFIX g: <https://w3id.org/healthkg/graphe/>

DELETE {
  GRAPH g:chargement { ?mark ?property ?value }
}
WHERE {
  VALUES ?mark { g:chargement-0 }
  GRAPH g:chargement { ?mark ?property ?value }
}
