"""Floor 5: findings in; terminal, HTML, Markdown, JSON and SARIF out."""
