"""Words that any sentence has: what is shared of them says little, so they weigh less where words are counted."""

from __future__ import annotations

_WORDS = """
    a about above after again against all also am an and any are arent as at be because been before being below between
    both but by can cannot cant could couldnt did didnt do does doesnt doing dont down during each even every few for
    from further get go going got had hadnt has hasnt have havent having he hed hell her here hers herself hes him
    himself his how i id if ill im in into is isnt it its itself ive just know let lets like lot made make many may me
    might more most much must my myself no nor not now of off on once one only or other our ours out over own people
    said same say says see shall she shed shes should shouldnt so some still such take than that thats the their theirs
    them themselves then there theres these they theyd theyll theyre theyve thing things think this those through time
    to too under until up us very want was wasnt way we wed well were werent weve what when where which while who whom
    whose why will with wont would wouldnt year years yes you youd youll your youre yours youve
    """
FUNCTION_WORDS = frozenset(_WORDS.split())
"""As `spelled` gives them. The commonest verbs of speech in the news are among them."""
