// Formats that machines read as well.
#include <array>
#include <string>

#include "kinds.hpp"

namespace tapir::test {

namespace {

Page json_nested(const Habit& habit) {
    Page page{habit};
    page.line("{").line("  \"program\": \"heat\",").line("  \"steady\": false,");
    page.line("  \"layers\": [");
    for (int layer = 0; layer < 4; ++layer) {
        page.words("    {\"material\": \"m").words(std::string(1, static_cast<char>('a' + layer)));
        page.words("\", \"depth\": ").value("depth", page.values.between(1, 5), 6);
        page.words(", \"flux\": [").value("flux", page.values.between(-5, 5), 6).words(", ");
        page.value("flux", page.values.between(-5, 5), 6);
        page.words(layer == 3 ? "]}" : "]},").end();
    }
    page.line("  ],").words("  \"total\": ").value("total", page.values.between(10, 20), 6).end();
    return page.line("}");
}

Page json_lines(const Habit& habit) {
    Page page{habit};
    for (long step = 0; step < 14; ++step) {
        page.words("{\"step\": ").index(step).words(", \"loss\": ");
        page.value("loss", page.values.between(0, 3), 8).words(", \"stage\": \"");
        page.words(step < 5 ? "warmup" : "train").words("\", \"grad\": {\"norm\": ");
        page.value("norm", page.values.between(0, 9), 8).words("}, \"ok\": true}").end();
    }
    return page;
}

Page comma_separated(const Habit& habit) {
    Page page{habit};
    page.line("time,station,height,speed,flag");
    for (int row = 0; row < 16; ++row) {
        page.value("time", 0.5 * row, 3).words(row % 2 == 0 ? ",north," : ",south,");
        page.value("height", page.values.between(10, 90), 6).words(",");
        page.value("speed", page.values.between(-9, 9), 6);
        page.words(row % 5 == 0 ? ",bad" : ",good").end();
    }
    return page;
}

Page tab_separated(const Habit& habit) {
    Page page{habit};
    page.line("gene\tmean\tvariance\tcount");
    for (const char* gene :
         {"abcA", "abcB", "lacZ", "recA", "rpoB", "sigD", "trpE", "xylF", "zwf"}) {
        page.words(std::string{gene} + "\t").value("mean", page.values.between(1, 9), 7);
        page.words("\t").value("variance", page.values.between(0, 1), 7).words("\t");
        page.count("count", page.values.whole(100, 900)).end();
    }
    return page;
}

Page yaml(const Habit& habit) {
    Page page{habit};
    page.line("run:").line("  solver: implicit");
    page.words("  tolerance: ").power("tolerance", page.values.between(1e-8, 1e-6), 5).end();
    page.line("  restart: yes").line("layers:");
    for (const char* name : {"soil", "clay", "sand", "rock"}) {
        page.line(std::string{"  - name: "} + name);
        page.words("    depth: ").value("depth", page.values.between(1, 40), 6).end();
        page.words("    limits: [").value("limits", page.values.between(0, 1), 6).words(", ");
        page.value("limits", page.values.between(1, 2), 6).words("]").end();
    }
    page.line("result:");
    return page.words("  outflow: ").value("outflow", page.values.between(1, 40), 6).end();
}

Page python_dict(const Habit& habit) {
    Page page{habit};
    for (long fold = 1; fold <= 8; ++fold) {
        page.words("fold ").index(fold).words(" {'rmse': ");
        page.value("rmse", page.values.between(0.1, 2), 8).words(", 'r2': np.float64(");
        page.value("r2", page.values.between(0.5, 1), 8).words("), 'best': (");
        page.count("best", page.values.whole(2, 60)).words(", ");
        page.value("best", page.values.between(0, 1), 8).words("), 'model': 'ridge'}").end();
    }
    return page;
}

Page ini(const Habit& habit) {
    Page page{habit};
    for (const char* section : {"[beam]", "[crystal]", "[detector]"}) {
        page.line(section);
        page.words("distance=").value("distance", page.values.between(90, 300), 6).end();
        page.words("twist = ").value("twist", page.values.between(-3, 3), 6).end();
        page.words("count = ").count("count", page.values.whole(2, 90)).end();
        page.line("mode = fast").line("");
    }
    return page;
}

Page xml(const Habit& habit) {
    Page page{habit};
    page.line("<?xml version=\"1.0\"?>").line("<results>");
    for (long id = 1; id <= 7; ++id) {
        page.words("  <cell id=\"").index(id).words("\">").end();
        page.words("    <volume unit=\"m3\">").value("volume", page.values.between(1, 9), 7);
        page.words("</volume>").end();
        page.words("    <centre x=\"").value("x", page.values.between(-1, 1), 7).words("\" y=\"");
        page.value("y", page.values.between(-1, 1), 7).words("\"/>").end().line("  </cell>");
    }
    return page.line("</results>");
}

Page key_value_log(const Habit& habit) {
    Page page{habit};
    for (long batch = 0; batch < 12; ++batch) {
        page.words("time=").date().words("T").clock().words("Z level=info batch=").index(batch);
        page.words(" loss=").value("loss", page.values.between(0, 4), 7);
        page.words(" grad_norm=").value("grad_norm", page.values.between(0, 4), 7);
        page.words(" pid=").process().end();
    }
    return page;
}

/// Many programs mark what is for machines by a tag; the tag is the program's own.
Page tagged_lines(const Habit& habit) {
    Page page{habit};
    const std::string tag = habit.renamed ? "DUMP_B" : "DUMP_A";
    for (long site = 0; site < 5; ++site) {
        page.words(tag + "_SITE ").index(site).end();
        for (const char* name : {"radius", "charge", "phase"}) {
            page.words(tag + ": " + name + " ").value(name, page.values.between(-6, 6), 10).end();
        }
    }
    return page.words(tag + ": sum ").value("sum", page.values.between(-6, 6), 10).end();
}

} // namespace

std::vector<Kind> data_kinds() {
    return {
        {"JSON", json_nested, {.style = true}},
        {"JSON lines", json_lines, {.style = true, .digits = true}},
        {"CSV", comma_separated, {.style = true}},
        {"TSV", tab_separated, {.style = true}},
        {"YAML", yaml, {.style = true}},
        {"Python dictionaries", python_dict, {.style = true, .digits = true}},
        {"INI", ini, {.style = true}},
        {"XML", xml, {.style = true}},
        {"key=value log", key_value_log, {.style = true, .digits = true}},
        {"tagged lines", tagged_lines, {.style = true, .tag = true}},
    };
}

} // namespace tapir::test
