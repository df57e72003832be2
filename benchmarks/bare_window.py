"""The least that shows a window: what start-up is measured against."""

import sys

from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

application = QApplication(sys.argv)
window = QMainWindow()
window.setCentralWidget(QLabel("A bare window"))
window.resize(900, 600)
window.show()
sys.exit(application.exec())
