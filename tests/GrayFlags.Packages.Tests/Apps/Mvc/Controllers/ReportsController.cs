using GrayFlags;
using Microsoft.AspNetCore.Mvc;

namespace Mvc.Controllers;

[RequireGrayFlag("reports")]
public sealed class ReportsController : ControllerBase
{
    [HttpGet("/reports/daily")]
    public string Daily() => "daily";
}
