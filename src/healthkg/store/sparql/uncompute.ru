#+ summary:
#+   fr: Le graphe calculé disparaît, et de l'ensemble de tous ce que lui seul énonçait.
#+   en: The computed graph goes, and from the set of all what it alone stated.

PREFIX g: <https://w3id.org/healthkg/graphe/>

DELETE { ?s ?p ?o }
WHERE {
  GRAPH g:calcule { ?s ?p ?o }
  FILTER NOT EXISTS {
    GRAPH ?other { ?s ?p ?o }
    FILTER(?other != g:calcule)
  }
} ;
DROP SILENT GRAPH g:calcule
