using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace GrayFlags.AspNetCore.Tests.Gates;

[ApiController]
[Route("shop")]
[RequireGrayFlag("shop")]
public sealed class ShopController : ControllerBase
{
    [HttpGet("on")]
    [RequireGrayFlag("on")]
    public string On() => "on";

    [HttpGet("off")]
    [RequireGrayFlag("off")]
    public string Off() => "off";

    [HttpGet("old-or-new")]
    [RequireGrayFlag("ana-only", false)]
    public string Old() => "old";

    [HttpGet("old-or-new")]
    [RequireGrayFlag("ana-only")]
    public string New() => "new";

    [HttpGet("secret")]
    [Authorize]
    [RequireGrayFlag("ana-only")]
    public string Secret() => "secret";

}
