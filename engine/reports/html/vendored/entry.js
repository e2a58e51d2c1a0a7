export { init } from "echarts/core.js";
import { use } from "echarts/core.js";
import { GraphChart, RadarChart } from "echarts/charts.js";
import { LegendComponent, RadarComponent, TooltipComponent } from "echarts/components.js";
import { LabelLayout } from "echarts/features.js";
import { CanvasRenderer } from "echarts/renderers.js";

use([GraphChart, RadarChart, RadarComponent, TooltipComponent, LegendComponent, CanvasRenderer, LabelLayout]);
