"""RxNorm, where a site has loaded its own release: names, codes and ingredients. It belongs to the installation and says nothing of anybody.

No release is shipped. Without one, medicines are written in free text.
"""
