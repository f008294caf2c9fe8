// The film of the landing page plays while it is in view, unless the person asked for less motion or paused it.

const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting && !target.dataset.paused) target.play().catch(() => {});
      else if (!isIntersecting && !target.paused) {
        target.dataset.leaving = "true";
        target.pause();
      }
    }
  },
  { threshold: 0.35 },
);

for (const film of document.querySelectorAll("[data-film]")) {
  film.addEventListener("pause", () => {
    if (!film.dataset.leaving) film.dataset.paused = "true";
    delete film.dataset.leaving;
  });
  film.addEventListener("play", () => delete film.dataset.paused);
  if (!still) watcher.observe(film);
}
