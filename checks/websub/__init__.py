"""WebSub: which hub a feed names, when it is asked, what it may verify, and which pushes are genuine.

Nothing here sends or stores. Source of the rules: W3C Recommendation "WebSub", 23 January 2018.
"""
