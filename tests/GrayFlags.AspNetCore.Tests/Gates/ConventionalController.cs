using Microsoft.AspNetCore.Mvc;

namespace GrayFlags.AspNetCore.Tests.Gates;

public sealed class ConventionalController : Controller
{
    [RequireGrayFlag("ana-only")]
    public string Page() => "conventional";
}
