"""toneguard as a component of a spaCy pipeline."""

import spacy

nlp = spacy.blank("en")
nlp.add_pipe("toneguard", config={"kind": "complaint"})

for doc in nlp.pipe(["Thank you, the parcel came.", "You liars lost my parcel again."]):
    print(doc._.tone.verdict, [(span.text, span.label_) for span in doc.spans["toneguard"]])
