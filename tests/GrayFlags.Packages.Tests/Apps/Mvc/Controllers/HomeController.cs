using GrayFlags;
using Microsoft.AspNetCore.Mvc;

namespace Mvc.Controllers;

public sealed class HomeController(IGrayEvaluator flags) : Controller
{
    public IActionResult Index() => View(model: flags.GetValue("colour", "none"));
}
