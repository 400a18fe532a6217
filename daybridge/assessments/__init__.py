"""What is asked when somebody comes, while they stay and when they leave: assessments, level-of-care worksheets, and the way between levels.

Owns those documents and every change of level. A signed one never changes. It holds no licensed criteria and decides no level: a clinician does.
"""
