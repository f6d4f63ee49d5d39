using Microsoft.AspNetCore.Mvc;

namespace GrayFlags.AspNetCore.Tests.Gates;

[ApiController]
public sealed class OpenController : ControllerBase
{
    [HttpGet("/open")]
    public string Open() => "open";
}
