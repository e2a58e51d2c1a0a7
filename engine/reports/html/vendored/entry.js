export { init } from "echarts/core.js";
import { use } from "echarts/core.js";
import { GraphChart } from "echarts/charts.js";
import { TooltipComponent } from "echarts/components.js";
import { LabelLayout } from "echarts/features.js";
import { CanvasRenderer } from "echarts/renderers.js";

use([GraphChart, TooltipComponent, CanvasRenderer, LabelLayout]);
