using Microsoft.AspNetCore.Mvc;

namespace GrayFlags.AspNetCore.Tests.Gates;

[ApiController]
[Route("closed")]
[RequireGrayFlag("off")]
public sealed class ClosedController : ControllerBase
{
    [HttpGet("on")]
    [RequireGrayFlag("on")]
    public string On() => "on";
}
