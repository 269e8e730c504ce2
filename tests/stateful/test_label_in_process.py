from tests.stateful.label_machine import LabelMachine

TestLabelsInProcess = LabelMachine.TestCase
