// Where everything in the graph stands: stages from left to right as in the printed pictures; on a narrow screen one column with arcs.
const ROW = 25, HEAD = 26, CHAPTER = 30, STAGE = 26, PAD = 14, NARROW = 860;
const clauseOf = (id) => id.split("/")[0];
const chapterOf = (id) => clauseOf(id).split(".")[0];
const boxOf = (id) => clauseOf(id).split(".").slice(0, 2).join(".");
const shortTitle = (title) => (title || "").replace(" of the organization", "").replace("Performance evaluation", "Evaluation");
const byNumber = (a, b) => {
  const left = a.split("."), right = b.split(".");
  for (let place = 0; place < Math.max(left.length, right.length); place++) {
    const x = left[place] ?? "", y = right[place] ?? "";
    if (x !== y) return /^\d+$/.test(x) && /^\d+$/.test(y) ? x - y : /^\d/.test(x) ? -1 : /^\d/.test(y) ? 1 : x < y ? -1 : 1;
  }
  return 0;
};

// The chapters of a standard in columns, at most two of one stage in each; on a narrow screen all in one.
function columnsOf(standard, wide) {
  const chapters = Object.keys(standard.stages).sort(byNumber);
  if (!wide) return [chapters];
  const columns = [];
  for (const stage of [0, 1, 2, 3]) {
    const mine = chapters.filter((chapter) => standard.stages[chapter] === stage);
    for (let first = 0; first < mine.length; first += 2) columns.push(mine.slice(first, first + 2));
  }
  return columns;
}

// Places for the requirements shown of one standard, headings included. `top` is where it begins; the result says where it ends.
function placed(standard, ids, width, top) {
  const wide = width >= NARROW;
  const under = new Map();
  for (const id of ids) under.set(boxOf(id), [...(under.get(boxOf(id)) || []), id]);
  const boxesOf = (chapter) => [...under.keys()].filter((box) => chapterOf(box) === chapter).sort(byNumber);
  const columns = columnsOf(standard, wide).map((chapters) => chapters.filter((chapter) => boxesOf(chapter).length)).filter((chapters) => chapters.length);
  const room = wide ? (width - 2 * PAD) / columns.length : width - 2 * PAD;
  const found = { nodes: [], heads: [], bottom: top, wide, room: wide ? room - 42 : room - 84 };
  const stageOf = (chapters) => figures.stages[standard.stages[chapters[0]]];
  columns.forEach((chapters, place) => {
    const x = PAD + place * room + (wide ? 22 : 66);
    let y = top + (wide ? STAGE : 0);
    if (wide && (!place || stageOf(chapters) !== stageOf(columns[place - 1]))) found.heads.push({ x: x - 8, y: top + STAGE / 2, words: stageOf(chapters), stage: true });
    for (const chapter of chapters) {
      found.heads.push({ x: x - 8, y: y + CHAPTER / 2, words: `${chapter} ${shortTitle(standard.clauses[chapter])}`, strong: true });
      y += CHAPTER;
      for (const box of boxesOf(chapter)) {
        if (box !== chapter) { found.heads.push({ x: x - 8, y: y + HEAD / 2, words: `${box} ${standard.clauses[box] || ""}` }); y += HEAD; }
        for (const id of under.get(box)) { found.nodes.push({ id, x, y: y + ROW / 2 }); y += ROW; }
        y += 6;
      }
      y += 10;
    }
    found.bottom = Math.max(found.bottom, y);
  });
  return found;
}
