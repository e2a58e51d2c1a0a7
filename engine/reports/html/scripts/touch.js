// On a touch screen two fingers move and enlarge a chart; one finger moves the page and never the chart.
function twoFingers(box, chart) {
  let before = null;
  const read = ({ touches: [one, other] }) => {
    const edge = box.getBoundingClientRect();
    return {
      x: (one.clientX + other.clientX) / 2 - edge.left, y: (one.clientY + other.clientY) / 2 - edge.top,
      apart: Math.max(1, Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY)),
    };
  };
  const begin = (event) => {
    before = event.touches.length === 2 ? read(event) : null;
    if (event.touches.length > 1) event.stopPropagation();
  };
  for (const name of ["touchstart", "touchend", "touchcancel"]) box.addEventListener(name, begin, { capture: true, passive: true });
  box.addEventListener("touchmove", (event) => {
    event.stopPropagation();
    if (!before || event.touches.length !== 2) return;
    event.preventDefault();
    const now = read(event), roam = (about) => chart.dispatchAction({ type: "graphRoam", seriesIndex: 0, ...about });
    roam({ dx: now.x - before.x, dy: now.y - before.y });
    roam({ zoom: now.apart / before.apart, originX: now.x, originY: now.y });
    before = now;
  }, { capture: true, passive: false });
}
