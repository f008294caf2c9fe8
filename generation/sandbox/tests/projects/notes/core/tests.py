from django.test import TestCase


class HomeTests(TestCase):
    def test_home_answers(self):
        self.assertContains(self.client.get("/"), "Notebook")
